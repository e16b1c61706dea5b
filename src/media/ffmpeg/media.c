/*
 * FFmpeg's demuxers and audio decoders behind a few functions, for one WebAssembly module that runs in browsers and in Node.
 * One instance of the module reads one recording. The host gives it the file's bytes (`read_at`) and takes each decoded
 * frame as planar 32-bit floats, with the time that the container gives it.
 */
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/channel_layout.h>
#include <libavutil/log.h>
#include <libavutil/mem.h>
#include <math.h>
#include <string.h>

#define EXPORT(name) __attribute__((export_name(#name)))

/* Bytes of the file from `position` on into `to`: how many there were, 0 at the end, negative when reading fails. */
__attribute__((import_module("host"), import_name("readAt"))) int read_at(double position, uint8_t *to, int bytes);

enum { IO_BUFFER_BYTES = 1 << 16, MOST_MEMORY_BYTES = 1 << 29, LONGEST_PROBE_BYTES = 5 << 20 };

static AVFormatContext *container;
static AVCodecContext *context;
static AVPacket *packet;
static AVFrame *frame;
static double file_bytes, position;
static int selected = -1;
static int is_draining;
static float *planes;
static int capacity;

static int read_bytes(void *opaque, uint8_t *to, int bytes) {
  int count = read_at(position, to, bytes);
  if (count < 0) return AVERROR(EIO);
  if (count == 0) return AVERROR_EOF;
  position += count;
  return count;
}

static int64_t seek_bytes(void *opaque, int64_t offset, int whence) {
  if (whence & AVSEEK_SIZE) return (int64_t)file_bytes;
  double target = whence == SEEK_CUR ? position + offset : whence == SEEK_END ? file_bytes + offset : offset;
  if (target < 0) return AVERROR(EINVAL);
  return (int64_t)(position = target);
}

/* Opens the file and looks for its streams. 0 or a negative error. */
EXPORT(open) int open_file(double bytes) {
  file_bytes = bytes;
  av_log_set_level(AV_LOG_QUIET);
  av_max_alloc(MOST_MEMORY_BYTES);
  uint8_t *buffer = av_malloc(IO_BUFFER_BYTES);
  AVIOContext *io = avio_alloc_context(buffer, IO_BUFFER_BYTES, 0, NULL, read_bytes, NULL, seek_bytes);
  if (!buffer || !io || !(container = avformat_alloc_context())) return AVERROR(ENOMEM);
  if (!(packet = av_packet_alloc()) || !(frame = av_frame_alloc())) return AVERROR(ENOMEM);
  container->pb = io;
  container->probesize = LONGEST_PROBE_BYTES;
  container->max_streams = 100;
  int result = avformat_open_input(&container, NULL, NULL, NULL);
  return result < 0 ? result : avformat_find_stream_info(container, NULL);
}

EXPORT(formatName) const char *format_name(void) { return container->iformat->name; }
/* Earliest time of any stream and length of all, in seconds; NaN when unknown. */
EXPORT(startSeconds) double start_seconds(void) {
  return container->start_time == AV_NOPTS_VALUE ? NAN : container->start_time / (double)AV_TIME_BASE;
}
EXPORT(durationSeconds) double duration_seconds(void) {
  return container->duration == AV_NOPTS_VALUE ? NAN : container->duration / (double)AV_TIME_BASE;
}
/* Whether `durationSeconds` was worked out of the bit rate only. */
EXPORT(isDurationGuessed) int is_duration_guessed(void) {
  return container->duration_estimation_method == AVFMT_DURATION_FROM_BITRATE;
}

EXPORT(streams) int streams(void) { return container->nb_streams; }
static AVCodecParameters *parameters(int stream) { return container->streams[stream]->codecpar; }
EXPORT(isAudio) int is_audio(int stream) { return parameters(stream)->codec_type == AVMEDIA_TYPE_AUDIO; }
EXPORT(codecName) const char *codec_name(int stream) { return avcodec_get_name(parameters(stream)->codec_id); }
EXPORT(canDecode) int can_decode(int stream) { return !!avcodec_find_decoder(parameters(stream)->codec_id); }
EXPORT(channels) int channels(int stream) { return parameters(stream)->ch_layout.nb_channels; }
EXPORT(streamRateHz) int stream_rate_hz(int stream) { return parameters(stream)->sample_rate; }
/* The container's own word on the stream's length; NaN when it has none, or says that it doesn't know. */
EXPORT(streamSeconds) double stream_seconds(int stream) {
  AVStream *s = container->streams[stream];
  if (s->duration == AV_NOPTS_VALUE || s->duration == 0xffffffff) return NAN;
  return s->duration * av_q2d(s->time_base);
}
EXPORT(title) const char *title(int stream) {
  AVDictionaryEntry *entry = av_dict_get(container->streams[stream]->metadata, "title", NULL, 0);
  return entry ? entry->value : "";
}

/* Decodes this stream from now on, from the file's start. 0 or a negative error. */
EXPORT(select) int select_stream(int stream) {
  const AVCodec *decoder = avcodec_find_decoder(parameters(stream)->codec_id);
  if (!decoder) return AVERROR_DECODER_NOT_FOUND;
  avcodec_free_context(&context);
  if (!(context = avcodec_alloc_context3(decoder))) return AVERROR(ENOMEM);
  int result = avcodec_parameters_to_context(context, parameters(stream));
  if (result < 0) return result;
  context->pkt_timebase = container->streams[stream]->time_base;
  /* Every FLAC frame has a checksum; without this a cut-off frame decodes to noise. */
  if (decoder->id == AV_CODEC_ID_FLAC) context->err_recognition = AV_EF_CRCCHECK | AV_EF_EXPLODE;
  for (unsigned i = 0; i < container->nb_streams; i++)
    container->streams[i]->discard = (int)i == stream ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
  selected = stream;
  is_draining = 0;
  return avcodec_open2(context, decoder, NULL);
}

/*
 * Reads the selected stream's next packet and hands it to the decoder: 1 when there was one, 2 when it is damaged, 0 at the
 * end (the decoder then gives what it still holds), or a negative error.
 */
EXPORT(next) int next_packet(void) {
  av_packet_unref(packet);
  for (;;) {
    int result = av_read_frame(container, packet);
    if (result == AVERROR_EOF) {
      if (!is_draining) avcodec_send_packet(context, NULL);
      is_draining = 1;
      return 0;
    }
    if (result < 0) return result;
    if (packet->stream_index == selected) break;
    av_packet_unref(packet);
  }
  return avcodec_send_packet(context, packet) < 0 ? 2 : 1;
}

static double seconds_of(int64_t time) {
  return time == AV_NOPTS_VALUE ? NAN : time * av_q2d(container->streams[selected]->time_base);
}
/* Of the packet last read. */
EXPORT(packetSeconds) double packet_seconds(void) { return seconds_of(packet->pts); }
EXPORT(packetDuration) double packet_duration(void) { return packet->duration * av_q2d(container->streams[selected]->time_base); }
EXPORT(packetAt) double packet_at(void) { return packet->pos; }
EXPORT(packetBytes) int packet_bytes(void) { return packet->size; }
EXPORT(packetData) uint8_t *packet_data(void) { return packet->data; }

static float sample(const AVFrame *f, int channel, int channels, int i) {
  int planar = av_sample_fmt_is_planar(f->format);
  const uint8_t *plane = f->extended_data[planar ? channel : 0];
  int at = planar ? i : i * channels + channel;
  switch (av_get_packed_sample_fmt(f->format)) {
    case AV_SAMPLE_FMT_U8: return (plane[at] - 128) / 128.0f;
    case AV_SAMPLE_FMT_S16: return ((const int16_t *)plane)[at] / 32768.0f;
    case AV_SAMPLE_FMT_S32: return ((const int32_t *)plane)[at] / 2147483648.0f;
    case AV_SAMPLE_FMT_S64: return ((const int64_t *)plane)[at] / 9223372036854775808.0f;
    case AV_SAMPLE_FMT_FLT: return ((const float *)plane)[at];
    case AV_SAMPLE_FMT_DBL: return ((const double *)plane)[at];
    default: return NAN;
  }
}

/* The next decoded frame's number of samples, which lie at `planes`; 0 when the next packet is wanted; or a negative error. */
EXPORT(receive) int receive(void) {
  int result = avcodec_receive_frame(context, frame);
  if (result == AVERROR(EAGAIN) || result == AVERROR_EOF) return 0;
  if (result < 0) return result;
  int count = frame->nb_samples, channels = frame->ch_layout.nb_channels;
  if (count * channels > capacity) {
    av_free(planes);
    planes = av_malloc_array(count, channels * sizeof(float));
    capacity = planes ? count * channels : 0;
    if (!planes) return AVERROR(ENOMEM);
  }
  for (int channel = 0; channel < channels; channel++)
    for (int i = 0; i < count; i++) planes[channel * count + i] = sample(frame, channel, channels, i);
  return count;
}
EXPORT(planes) float *decoded_planes(void) { return planes; }
EXPORT(frameChannels) int frame_channels(void) { return frame->ch_layout.nb_channels; }
EXPORT(frameRateHz) int frame_rate_hz(void) { return frame->sample_rate ? frame->sample_rate : context->sample_rate; }
EXPORT(frameSeconds) double frame_seconds(void) { return seconds_of(frame->best_effort_timestamp); }
