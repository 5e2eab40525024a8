#include "stream.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Writes bytes. Where nnshell does not read any more, the program ends. */
static void put(const void *bytes, size_t count) {
  if (count > 0 && fwrite(bytes, 1, count, stdout) != count) _Exit(3);
}

static void put_byte(char byte) { put(&byte, 1); }
static void put_u32(uint32_t value) { put(&value, sizeof value); }
static void put_u64(uint64_t value) { put(&value, sizeof value); }

void nn_begin(void) { put("NNA1", 4); }

void nn_put_text(const char *bytes, size_t length) {
  if (length > NN_MOST_TEXT) length = NN_MOST_TEXT;
  put_u32((uint32_t)length);
  put(bytes, length);
}

void nn_put_item(const char *name, const nn_item *item) {
  put_byte('A');
  nn_put_text(name, strlen(name));
  put_byte(item->kind);
  put_u32((uint32_t)item->rank);
  for (int i = 0; i < item->rank; i++) put_u64(item->dims[i]);
  const char *reason = item->reason ? item->reason : "";
  nn_put_text(reason, strlen(reason));
}

void nn_begin_doubles(uint64_t count) {
  put_byte('D');
  put_u64(count);
}

void nn_put_double(double value) { put(&value, sizeof value); }

void nn_begin_texts(uint64_t count) {
  put_byte('S');
  put_u64(count);
}

void nn_end(void) {
  put_byte('Z');
  if (fflush(stdout) != 0) _Exit(3);
}

void nn_fail(const char *format, ...) {
  char text[1024];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  if (length < 0) text[0] = 0;
  put_byte('E');
  nn_put_text(text, strlen(text));
  fflush(stdout);
  /* The libraries are not asked to close a file that they did not understand. */
  _Exit(1);
}

void nn_no_memory(void) {
  put_byte('M');
  fflush(stdout);
  _Exit(1);
}

void *nn_allocate(uint64_t count, size_t size) {
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes)) nn_no_memory();
  void *memory = calloc(bytes > 0 ? bytes : 1, 1);
  if (!memory) nn_no_memory();
  return memory;
}

uint64_t nn_count(const nn_item *item) {
  uint64_t count = 1;
  for (int i = 0; i < item->rank; i++)
    if (__builtin_mul_overflow(count, item->dims[i], &count)) nn_no_memory();
  return count;
}

nn_item nn_refused(const char *reason) {
  nn_item item = {.kind = 'X', .rank = 0, .reason = reason};
  return item;
}

void nn_put_columns(const nn_item *item, const double *values) {
  uint64_t count = nn_count(item), place[NN_MOST_RANK] = {0}, stride[NN_MOST_RANK], step = 1, source = 0;
  for (int i = 0; i < item->rank; i++) {
    stride[i] = step;
    step *= item->dims[i];
  }
  nn_begin_doubles(count);
  for (uint64_t n = 0; n < count; n++) {
    nn_put_double(values[source]);
    /* The last dimension goes on. Where it is at its end, it begins again and the one before it goes on. */
    for (int i = item->rank - 1; i >= 0; i--) {
      source += stride[i];
      if (++place[i] < item->dims[i]) break;
      source -= stride[i] * item->dims[i];
      place[i] = 0;
    }
  }
}
