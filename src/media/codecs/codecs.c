/*
 * FFmpeg's audio decoders behind five functions, for one WebAssembly module that runs in browsers and in Node.
 * One instance of the module decodes one stream; its output is the mean of the channels.
 */
#include <libavcodec/avcodec.h>
#include <libavutil/channel_layout.h>
#include <libavutil/log.h>
#include <libavutil/mem.h>

#define EXPORT(name) __attribute__((export_name(#name)))

static AVCodecContext *context;
static AVPacket *packet;
static AVFrame *frame;
static AVCodecParserContext *parser;
static int parse_result;
static float *mono;
static int capacity;

static int wait_packet(int bytes) {
  av_packet_unref(packet);
  return av_new_packet(packet, bytes);
}

/* Room for a packet's or a header's bytes; the caller writes them there. Null when out of memory. */
EXPORT(buffer) uint8_t *buffer(int bytes) {
  if (!packet && !(packet = av_packet_alloc())) return 0;
  return wait_packet(bytes) < 0 ? 0 : packet->data;
}

/* Opens a decoder; the codec's setup data, if any, is what was last written to `buffer`. 0 or a negative error. */
EXPORT(open) int open_decoder(int codec, int sample_rate_hz, int channels, int setup_bytes) {
  static const char *const names[] = { "aac", "mp3float", "opus", "vorbis", "flac" };
  av_log_set_level(AV_LOG_QUIET);
  const AVCodec *decoder = avcodec_find_decoder_by_name(names[codec]);
  if (!decoder) return AVERROR_DECODER_NOT_FOUND;
  if (!(context = avcodec_alloc_context3(decoder)) || !(frame = av_frame_alloc())) return AVERROR(ENOMEM);
  context->sample_rate = sample_rate_hz;
  /* Every FLAC frame has a checksum; without this a cut-off frame decodes to noise. */
  if (decoder->id == AV_CODEC_ID_FLAC) context->err_recognition = AV_EF_CRCCHECK | AV_EF_EXPLODE;
  av_channel_layout_default(&context->ch_layout, channels);
  if (setup_bytes) {
    context->extradata = av_mallocz(setup_bytes + AV_INPUT_BUFFER_PADDING_SIZE);
    if (!context->extradata) return AVERROR(ENOMEM);
    for (int i = 0; i < setup_bytes; i++) context->extradata[i] = packet->data[i];
    context->extradata_size = setup_bytes;
  }
  return avcodec_open2(context, decoder, 0);
}

/* Decodes the packet last written to `buffer`; `bytes` 0 drains the decoder. 0 or a negative error. */
EXPORT(send) int send(int bytes) {
  int result = avcodec_send_packet(context, bytes ? packet : 0);
  if (bytes) av_packet_unref(packet);
  return result;
}

/*
 * Looks for a packet in the part of `buffer` from `offset` on, and decodes it when there is one: for raw streams, whose
 * packets no container marks. Gives how many bytes it has taken; `bytes` 0 drains. `parsed` says what came of it.
 */
EXPORT(parse) int parse(int offset, int bytes) {
  if (!parser && !(parser = av_parser_init(context->codec_id))) return AVERROR(ENOMEM);
  uint8_t *found = 0;
  int size = 0;
  int taken = av_parser_parse2(parser, context, &found, &size, bytes ? packet->data + offset : 0, bytes,
                               AV_NOPTS_VALUE, AV_NOPTS_VALUE, 0);
  parse_result = 0;
  if (taken >= 0 && size > 0) {
    AVPacket *whole = av_packet_alloc();
    if (!whole || av_new_packet(whole, size) < 0) return AVERROR(ENOMEM);
    for (int i = 0; i < size; i++) whole->data[i] = found[i];
    int result = avcodec_send_packet(context, whole);
    av_packet_free(&whole);
    parse_result = result < 0 ? result : 1;
  }
  return taken;
}

/* After `parse`: 1 when it decoded a packet, 0 when it found none, or the decoder's negative error. */
EXPORT(parsed) int parsed(void) { return parse_result; }

/* Samples that the packet `parse` found has or, when it is damaged, should have had. */
EXPORT(parsedSamples) int packet_samples(void) { return parser ? parser->duration : 0; }

static float sample(const AVFrame *f, int channel, int channels, int i) {
  int planar = av_sample_fmt_is_planar(f->format);
  const uint8_t *plane = f->extended_data[planar ? channel : 0];
  int at = planar ? i : i * channels + channel;
  switch (av_get_packed_sample_fmt(f->format)) {
    case AV_SAMPLE_FMT_FLT: return ((const float *)plane)[at];
    case AV_SAMPLE_FMT_S16: return ((const int16_t *)plane)[at] / 32768.0f;
    case AV_SAMPLE_FMT_S32: return ((const int32_t *)plane)[at] / 2147483648.0f;
    default: return __builtin_nanf("");
  }
}

/* Samples of the next decoded frame, now at `samples`; 0 when the next packet is wanted; or a negative error. */
EXPORT(receive) int receive(void) {
  int result = avcodec_receive_frame(context, frame);
  if (result == AVERROR(EAGAIN) || result == AVERROR_EOF) return 0;
  if (result < 0) return result;
  int count = frame->nb_samples, channels = frame->ch_layout.nb_channels;
  if (count > capacity) {
    av_free(mono);
    mono = av_malloc_array(count, sizeof(float));
    capacity = mono ? count : 0;
    if (!mono) return AVERROR(ENOMEM);
  }
  for (int i = 0; i < count; i++) {
    float sum = 0;
    for (int channel = 0; channel < channels; channel++) sum += sample(frame, channel, channels, i);
    mono[i] = sum / channels;
  }
  return count;
}

EXPORT(samples) float *samples(void) { return mono; }

/* What the decoder found, which a container may have stated wrongly (HE-AAC doubles the rate). */
EXPORT(sampleRateHz) int sample_rate_hz(void) { return frame->sample_rate ? frame->sample_rate : context->sample_rate; }
