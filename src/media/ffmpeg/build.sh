#!/bin/sh
# Builds media.wasm from FFmpeg's release source. Needs clang, lld, llvm, wasi-libc, the compiler's wasm32 run-time
# library and make (Debian: clang lld llvm wasi-libc libclang-rt-dev-wasm32 make).
#   usage: build.sh FFMPEG_SOURCE_FOLDER        (ffmpeg-5.1.9 from https://ffmpeg.org/releases/)
#   with another compiler: CLANG=clang-14 LLVM=-14 build.sh …
set -eu
source=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
clang=${CLANG:-clang}
llvm=${LLVM:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# WASI has no temporary files, processes or descriptors to copy; FFmpeg names them in code that nothing here reaches.
cat > "$work/wasi.h" <<'H'
#define tempnam(directory, prefix) ((char *)0)
#define mkstemp(name) (-1)
#define dup(descriptor) (-1)
H
# Not -msimd128: clang 14 then compiles the MP3 decoder wrongly.
flags="--target=wasm32-wasi -D_WASI_EMULATED_PROCESS_CLOCKS -include $work/wasi.h"

demuxers=wav,w64,aiff,caf,au,flac,mp3,ogg,mov,matroska,aac,loas,mpegts,mpegps,amr,asf,avi,ac3,eac3,gsm,flv,wv,dts
decoders=aac,aac_latm,mp3float,mp2float,opus,vorbis,flac,alac,amrnb,amrwb,wmav1,wmav2,wmapro,wmavoice,ac3,eac3,speex,gsm,gsm_ms
decoders=$decoders,adpcm_ima_wav,adpcm_ms,adpcm_ima_qt,pcm_alaw,pcm_mulaw,pcm_s8,pcm_u8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be
decoders=$decoders,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be,pcm_dvd,pcm_bluray,wavpack,dca,adpcm_g722,adpcm_g726,adpcm_g726le
parsers=aac,aac_latm,mpegaudio,flac,opus,vorbis,ac3,gsm,amr,dca

cd "$work"
"$source/configure" --target-os=none --arch=wasm32 --enable-cross-compile \
  --cc="$clang" --ar="llvm-ar$llvm" --ranlib="llvm-ranlib$llvm" --nm="llvm-nm$llvm" \
  --optflags=-O2 --extra-cflags="$flags" --extra-ldflags=--target=wasm32-wasi \
  --disable-all --disable-autodetect --disable-asm --disable-pthreads --disable-network --disable-debug \
  --disable-runtime-cpudetect --enable-avcodec --enable-avformat --enable-avutil --enable-swresample \
  --enable-demuxer=$demuxers --enable-decoder=$decoders --enable-parser=$parsers > configure.log
make libavformat/libavformat.a libavcodec/libavcodec.a libswresample/libswresample.a libavutil/libavutil.a > make.log 2>&1 ||
  { tail -20 make.log >&2; exit 1; }
# shellcheck disable=SC2086
"$clang" $flags -O2 -mexec-model=reactor -I"$source" -I"$work" \
  -Wl,--strip-all -Wl,--gc-sections -Wl,-z,stack-size=1048576 \
  -o "$here/media.wasm" "$here/media.c" \
  libavformat/libavformat.a libavcodec/libavcodec.a libswresample/libswresample.a libavutil/libavutil.a -lwasi-emulated-process-clocks -lm
ls -l "$here/media.wasm"
