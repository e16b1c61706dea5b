#!/bin/sh
# Builds codecs.wasm from FFmpeg's release source. Needs clang, lld, llvm, wasi-libc, the compiler's wasm32 run-time
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

# WASI has no temporary files; FFmpeg names one in code that no decoder reaches.
printf '#define tempnam(directory, prefix) ((char *)0)\n' > "$work/wasi.h"
# Not -msimd128: clang 14 then compiles the MP3 decoder wrongly.
flags="--target=wasm32-wasi -D_WASI_EMULATED_PROCESS_CLOCKS -include $work/wasi.h"

cd "$work"
"$source/configure" --target-os=none --arch=wasm32 --enable-cross-compile \
  --cc="$clang" --ar="llvm-ar$llvm" --ranlib="llvm-ranlib$llvm" --nm="llvm-nm$llvm" \
  --optflags=-O2 --extra-cflags="$flags" --extra-ldflags=--target=wasm32-wasi \
  --disable-all --disable-autodetect --disable-asm --disable-pthreads --disable-network --disable-debug \
  --disable-runtime-cpudetect --enable-avcodec --enable-avutil --enable-swresample \
  --enable-decoder=aac,mp3float,opus,vorbis,flac --enable-parser=flac,mpegaudio > configure.log
make libavcodec/libavcodec.a libswresample/libswresample.a libavutil/libavutil.a > make.log 2>&1 ||
  { tail -20 make.log >&2; exit 1; }
# shellcheck disable=SC2086
"$clang" $flags -O2 -mexec-model=reactor -I"$source" -I"$work" \
  -Wl,--strip-all -Wl,--gc-sections -Wl,-z,stack-size=1048576 \
  -o "$here/codecs.wasm" "$here/codecs.c" \
  libavcodec/libavcodec.a libswresample/libswresample.a libavutil/libavutil.a -lwasi-emulated-process-clocks -lm
ls -l "$here/codecs.wasm"
