/* MATLAB files of the versions 4 to 7, by libmatio. */
#include <matio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stream.h"

static int read_u32(FILE *file, int swap, uint32_t *value) {
  unsigned char b[4];
  if (fread(b, 1, 4, file) != 4) return 0;
  *value = swap ? (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3]
                : (uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[1] << 8 | b[0];
  return 1;
}

/* Whether the elements of a file of version 5 fill it to its end. libmatio takes a part that is cut off for the end of the file. */
static int is_whole_5(FILE *file, long size, int swap) {
  long place = 128;
  while (place < size) {
    uint32_t type, length;
    if (fseek(file, place, SEEK_SET) != 0 || !read_u32(file, swap, &type) || !read_u32(file, swap, &length)) return 0;
    if (type >> 16 != 0 || length > size - place - 8) return 0;
    place += 8 + (long)length;
  }
  return place == size;
}

/* The same for version 4: a header of 20 bytes, the name, and the numbers. */
static int is_whole_4(FILE *file, long size) {
  static const uint64_t widths[] = {8, 4, 4, 2, 2, 1};
  long place = 0;
  while (place < size) {
    uint32_t type, rows, columns, imaginary, length;
    if (fseek(file, place, SEEK_SET) != 0 || !read_u32(file, 0, &type)) return 0;
    int swap = type > 0xffff;
    if (fseek(file, place, SEEK_SET) != 0 || !read_u32(file, swap, &type) || !read_u32(file, swap, &rows)) return 0;
    if (!read_u32(file, swap, &columns) || !read_u32(file, swap, &imaginary) || !read_u32(file, swap, &length)) return 0;
    uint64_t width = type / 10 % 10 < 6 ? widths[type / 10 % 10] : 0, bytes;
    if (width == 0 || __builtin_mul_overflow((uint64_t)rows, columns, &bytes) || __builtin_mul_overflow(bytes, width, &bytes)) return 0;
    if (imaginary != 0 && __builtin_mul_overflow(bytes, 2u, &bytes)) return 0;
    uint64_t left = (uint64_t)(size - place);
    if (left < 20 || length > left - 20 || bytes > left - 20 - length) return 0;
    place += 20 + (long)length + (long)bytes;
  }
  return 1;
}

static void check_whole(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) nn_fail("it cannot be opened");
  unsigned char head[128] = {0};
  size_t count = fread(head, 1, sizeof head, file);
  long size = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
  int swap = head[126] == 'M' && head[127] == 'I';
  int is_5 = count == 128 && (swap || (head[126] == 'I' && head[127] == 'M'));
  int whole = size >= 0 && (is_5 ? is_whole_5(file, size, swap) : is_whole_4(file, size));
  fclose(file);
  if (!whole) nn_fail("it is cut off or damaged: the lengths of its arrays do not fill it");
}

/* Whether the variable is text in one row, or an empty text. */
static int is_line(const matvar_t *variable) {
  return variable && variable->class_type == MAT_C_CHAR && variable->rank == 2 && variable->dims && variable->dims[0] <= 1;
}

/* The number of the texts: the rows of a matrix of characters, or the entries of a cell array of lines. -1 for anything else, with the reason. */
static int64_t count_texts(const matvar_t *variable, const char **reason) {
  if (variable->rank < 2 || variable->rank > NN_MOST_RANK || !variable->dims) {
    *reason = "its dimensions are not understood";
    return -1;
  }
  if (variable->class_type == MAT_C_CHAR) {
    *reason = "it is text of more than two dimensions";
    return variable->rank == 2 && variable->dims[0] < INT64_MAX ? (int64_t)variable->dims[0] : -1;
  }
  size_t count = 1, longest = 0;
  for (int i = 0; i < variable->rank; i++) {
    if (variable->dims[i] > longest) longest = variable->dims[i];
    if (__builtin_mul_overflow(count, variable->dims[i], &count)) count = SIZE_MAX;
  }
  *reason = "it is a cell array that holds more than one line of text in each cell";
  if (count != longest || count >= INT64_MAX || variable->nbytes / sizeof(matvar_t *) < count || (count > 0 && !variable->data)) return -1;
  matvar_t *const *cells = variable->data;
  for (size_t i = 0; i < count; i++)
    if (!is_line(cells[i])) return -1;
  return (int64_t)count;
}

static nn_item described(const matvar_t *variable) {
  const char *reason;
  int64_t texts;
  switch (variable->class_type) {
    case MAT_C_DOUBLE: case MAT_C_SINGLE: case MAT_C_SPARSE: case MAT_C_INT8: case MAT_C_UINT8: case MAT_C_INT16: case MAT_C_UINT16:
    case MAT_C_INT32: case MAT_C_UINT32: case MAT_C_INT64: case MAT_C_UINT64: break;
    case MAT_C_CHAR: case MAT_C_CELL:
      texts = count_texts(variable, &reason);
      if (texts < 0) return nn_refused(reason);
      return (nn_item){.kind = 'T', .rank = 1, .dims = {(uint64_t)texts}};
    case MAT_C_STRUCT: return nn_refused("it is a struct");
    case MAT_C_FUNCTION: return nn_refused("it is a function");
    default: return nn_refused("it is an object");
  }
  if (variable->isComplex) return nn_refused("its numbers are complex");
  if (variable->rank < 2 || variable->rank > NN_MOST_RANK || !variable->dims) return nn_refused("its dimensions are not understood");
  if (variable->class_type == MAT_C_SPARSE && variable->rank != 2) return nn_refused("its dimensions are not understood");
  nn_item item = {.kind = 'N', .rank = variable->rank, .reason = NULL};
  for (int i = 0; i < variable->rank; i++) item.dims[i] = variable->dims[i];
  return item;
}

/* The bytes of one number of this type; 0 for other types. */
static size_t width(enum matio_types type) {
  switch (type) {
    case MAT_T_DOUBLE: case MAT_T_INT64: case MAT_T_UINT64: return 8;
    case MAT_T_SINGLE: case MAT_T_INT32: case MAT_T_UINT32: return 4;
    case MAT_T_INT16: case MAT_T_UINT16: return 2;
    case MAT_T_INT8: case MAT_T_UINT8: return 1;
    default: return 0;
  }
}

static double value(const void *data, enum matio_types type, uint64_t i) {
  switch (type) {
    case MAT_T_DOUBLE: return ((const double *)data)[i];
    case MAT_T_SINGLE: return ((const float *)data)[i];
    case MAT_T_INT64: return (double)((const int64_t *)data)[i];
    case MAT_T_UINT64: return (double)((const uint64_t *)data)[i];
    case MAT_T_INT32: return ((const int32_t *)data)[i];
    case MAT_T_UINT32: return ((const uint32_t *)data)[i];
    case MAT_T_INT16: return ((const int16_t *)data)[i];
    case MAT_T_UINT16: return ((const uint16_t *)data)[i];
    case MAT_T_INT8: return ((const int8_t *)data)[i];
    default: return ((const uint8_t *)data)[i];
  }
}

/* A sparse array, with its zeros. */
static void spread(const char *name, const matvar_t *variable, double *values) {
  const mat_sparse_t *sparse = variable->data;
  uint64_t rows = variable->dims[0], columns = variable->dims[1];
  if (!sparse->jc || sparse->njc < columns + 1) nn_fail("%.200s: it is damaged", name);
  uint64_t most = sparse->jc[columns];
  if (most > 0 && (!sparse->data || !sparse->ir || most > sparse->ndata || most > sparse->nir || width(variable->data_type) == 0))
    nn_fail("%.200s: it is damaged", name);
  for (uint64_t column = 0; column < columns; column++) {
    uint64_t start = sparse->jc[column], end = sparse->jc[column + 1];
    if (start > end || end > most) nn_fail("%.200s: it is damaged", name);
    for (uint64_t i = start; i < end; i++) {
      if (sparse->ir[i] >= rows) nn_fail("%.200s: it is damaged", name);
      values[column * rows + sparse->ir[i]] = value(sparse->data, variable->data_type, i);
    }
  }
}

static void put_numbers(const char *name, const nn_item *item, const matvar_t *variable) {
  uint64_t count = nn_count(item);
  double *values = nn_allocate(count, sizeof(double));
  if (count == 0) {
    /* There is nothing to copy. */
  } else if (!variable->data) {
    nn_fail("%.200s: it is damaged, or it needs more memory than is allowed", name);
  } else if (variable->class_type == MAT_C_SPARSE) {
    spread(name, variable, values);
  } else {
    size_t size = width(variable->data_type);
    uint64_t bytes;
    if (size == 0 || __builtin_mul_overflow(count, size, &bytes) || variable->nbytes < bytes) nn_fail("%.200s: it is damaged", name);
    for (uint64_t i = 0; i < count; i++) values[i] = value(variable->data, variable->data_type, i);
  }
  nn_put_item(name, item);
  nn_put_columns(item, values);
  free(values);
}

/* The characters of a text of MATLAB, in the order of the file. It ends the program where there are not `count` of them. */
static uint32_t *characters(const char *name, const matvar_t *variable, uint64_t count) {
  uint32_t *result = nn_allocate(count, sizeof *result);
  uint64_t made = 0, place = 0, bytes = variable->data ? variable->nbytes : 0;
  const uint8_t *data = variable->data;
  if (count > 0 && variable->data_type != MAT_T_UINT8 && variable->data_type != MAT_T_UTF8 && variable->data_type != MAT_T_UINT16 &&
      variable->data_type != MAT_T_UTF16)
    nn_fail("%.200s: the kind of its characters is not known", name);
  while (made < count) {
    uint32_t c = 0;
    if (variable->data_type == MAT_T_UINT16 || variable->data_type == MAT_T_UTF16) {
      if (bytes - place < 2) break;
      c = ((const uint16_t *)variable->data)[place / 2];
      place += 2;
    } else {
      if (bytes == place) break;
      c = data[place++];
      /* The first byte of a character of UTF-8 says how many follow. */
      int more = variable->data_type != MAT_T_UTF8 || c < 0xc0 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
      if (more > 0) c &= 0x3fu >> more;
      for (; more > 0 && place < bytes; more--) c = c << 6 | (data[place++] & 0x3fu);
    }
    result[made++] = c;
  }
  if (made < count) nn_fail("%.200s: it is damaged", name);
  return result;
}

/* Writes one row of a matrix of characters, without the blanks at its end. */
static void put_line(const uint32_t *all, uint64_t row, uint64_t rows, uint64_t columns) {
  while (columns > 0 && (all[(columns - 1) * rows + row] == ' ' || all[(columns - 1) * rows + row] == 0)) columns--;
  if (columns > NN_MOST_TEXT / 4) columns = NN_MOST_TEXT / 4;
  char *text = nn_allocate(columns, 4);
  size_t length = 0;
  for (uint64_t i = 0; i < columns; i++) {
    uint32_t c = all[i * rows + row];
    /* A letter beyond 16 bits is a pair of two numbers. Half a pair is no letter. */
    if (c >= 0xd800 && c < 0xe000) {
      uint32_t next = c < 0xdc00 && i + 1 < columns ? all[(i + 1) * rows + row] : 0;
      int is_pair = next >= 0xdc00 && next < 0xe000;
      c = is_pair ? 0x10000 + ((c - 0xd800) << 10) + (next - 0xdc00) : 0xfffd;
      i += is_pair ? 1 : 0;
    }
    if (c < 0x80) {
      text[length++] = (char)c;
    } else if (c < 0x800) {
      text[length++] = (char)(0xc0 | c >> 6);
      text[length++] = (char)(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
      text[length++] = (char)(0xe0 | c >> 12);
      text[length++] = (char)(0x80 | (c >> 6 & 0x3f));
      text[length++] = (char)(0x80 | (c & 0x3f));
    } else {
      text[length++] = (char)(0xf0 | (c >> 18 & 7));
      text[length++] = (char)(0x80 | (c >> 12 & 0x3f));
      text[length++] = (char)(0x80 | (c >> 6 & 0x3f));
      text[length++] = (char)(0x80 | (c & 0x3f));
    }
  }
  nn_put_text(text, length);
  free(text);
}

static void put_lines(const char *name, const matvar_t *variable) {
  uint64_t rows = variable->dims[0], columns = variable->dims[1], count;
  if (__builtin_mul_overflow(rows, columns, &count)) nn_no_memory();
  uint32_t *all = characters(name, variable, count);
  for (uint64_t row = 0; row < rows; row++) put_line(all, row, rows, columns);
  /* An empty text has no row. */
  if (rows == 0) nn_put_text("", 0);
  free(all);
}

static void put_texts(const char *name, const nn_item *item, const matvar_t *variable) {
  nn_put_item(name, item);
  nn_begin_texts(item->dims[0]);
  if (item->dims[0] == 0) return;
  if (variable->class_type == MAT_C_CHAR) return put_lines(name, variable);
  for (uint64_t i = 0; i < item->dims[0]; i++) put_lines(name, ((matvar_t *const *)variable->data)[i]);
}

void nn_matlab(nn_request *request) {
  check_whole(request->path);
  mat_t *file = Mat_Open(request->path, MAT_ACC_RDONLY);
  if (!file) nn_fail("it is no MATLAB file that can be read");
  matvar_t *variable;
  while ((variable = Mat_VarReadNextInfo(file)) != NULL) {
    const char *name = variable->name ? variable->name : "";
    int is_wanted = request->wanted && strcmp(request->wanted, name) == 0;
    if (*name != 0 && (!request->wanted || is_wanted)) {
      /* In version 4, a sparse array does not tell its size before it is read. */
      int is_read = variable->class_type == MAT_C_SPARSE && Mat_GetVersion(file) == MAT_FT_MAT4;
      if (is_read && Mat_VarReadDataAll(file, variable) != 0) nn_fail("%.200s: it is damaged, or it needs more memory than is allowed", name);
      nn_item item = described(variable);
      if (is_wanted && item.kind != 'X') {
        if (!is_read && Mat_VarReadDataAll(file, variable) != 0) nn_fail("%.200s: it is damaged, or it needs more memory than is allowed", name);
        if (item.kind == 'N') put_numbers(name, &item, variable);
        else put_texts(name, &item, variable);
      } else {
        nn_put_item(name, &item);
      }
    }
    Mat_VarFree(variable);
    if (is_wanted) {
      request->found = 1;
      break;
    }
  }
  if (Mat_Close(file) != 0) nn_fail("it cannot be closed");
}
