#include "table.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Powers of ten that a double holds exactly. */
const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                         1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* The same number by the standard library, for digits that the short way cannot round. */
const char *long_number(const char *start, const char *end, char decimal, double *value) {
  if (*start == '+') start++;
  char copy[512];
  const char *text = start;
  size_t length = end - start;
  if (decimal != '.') {
    if (length > sizeof copy) return nullptr;
    memcpy(copy, start, length);
    if (char *comma = static_cast<char *>(memchr(copy, decimal, length))) *comma = '.';
    text = copy;
  }
  auto result = std::from_chars(text, text + length, *value);
  return result.ec == std::errc() && result.ptr == text + length ? end : nullptr;
}

/* Adds the digits at `place` to `digits`, up to eight at once where eight bytes can be read. Returns the place after them.

   Each byte is compared and each pair, four and eight of digits is joined by one operation on 64 bits. */
const char *read_digits(const char *place, const char *end, uint64_t *digits) {
  static const uint64_t factors[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};
  while (end - place >= 8) {
    uint64_t word;
    memcpy(&word, place, 8);
    word ^= 0x3030303030303030u;
    uint64_t others = ((word + 0x7676767676767676u) | word) & 0x8080808080808080u;
    int count = others ? __builtin_ctzll(others) / 8 : 8;
    if (count == 0) return place;
    word <<= 64 - 8 * count;
    word = (word * 10 + (word >> 8)) & 0x00ff00ff00ff00ffu;
    word = (word * 100 + (word >> 16)) & 0x0000ffff0000ffffu;
    word = (word * 10000 + (word >> 32)) & 0xffffffffu;
    *digits = *digits * factors[count] + word;
    place += count;
    if (count < 8) return place;
  }
  while (place < end && is_digit(*place)) *digits = *digits * 10 + (*place++ - '0');
  return place;
}

/* The end of the number that starts at `text`, or NULL where none does. A byte that is no part of a number follows somewhere.

   Up to 2^53 and 10^22 both factors are exact, so one multiplication or division gives the nearest double. */
const char *read_number(const char *text, const char *end, char decimal, double *value) {
  const char *place = text;
  bool is_negative = *place == '-';
  if (*place == '-' || *place == '+') place++;
  uint64_t digits = 0;
  const char *first = place;
  while (is_digit(*place)) digits = digits * 10 + (*place++ - '0');
  ptrdiff_t count = place - first;
  int exponent = 0;
  if (*place == decimal) {
    const char *fraction = ++place;
    place = read_digits(place, end, &digits);
    count += place - fraction;
    if (place - fraction > 400) return count == 0 ? nullptr : long_number(text, place, decimal, value);
    exponent = -static_cast<int>(place - fraction);
  }
  if (count == 0) return nullptr;
  if ((*place | 0x20) == 'e') {
    const char *power = place + 1;
    bool is_small = *power == '-';
    if (*power == '-' || *power == '+') power++;
    if (!is_digit(*power)) return nullptr;
    int size = 0;
    while (is_digit(*power)) {
      if (size < 100000) size = size * 10 + (*power - '0');
      power++;
    }
    exponent += is_small ? -size : size;
    place = power;
  }
  if (count <= 19 && digits <= (uint64_t(1) << 53) && exponent >= -22 && exponent <= 22) {
    double number = static_cast<double>(digits);
    number = exponent < 0 ? number / powers[-exponent] : number * powers[exponent];
    *value = is_negative ? -number : number;
    return place;
  }
  return long_number(text, place, decimal, value);
}

struct reader {
  const char *bytes;
  const char *end;
  nn_table_form form;
  size_t columns;
  double *const *targets;
  size_t last_row, most;
  nn_table_part *part;

  bool is_line_end(const char *place) const { return *place == '\n' || (*place == '\r' && place[1] == '\n'); }

  bool ends_cell(const char *place) const {
    if (form.blanks ? is_blank(*place) : *place == form.delimiter) return true;
    return is_line_end(place);
  }

  void fail(nn_table_fault fault, const char *row, size_t cells) {
    part->fault = fault;
    part->fault_offset = row - bytes;
    part->fault_cells = cells;
  }

  bool add(size_t row, size_t column, const char *text, size_t length, bool has_quotes) {
    if (length > UINT32_MAX || row > UINT32_MAX) return false;
    if (part->cell_count == part->cell_space) {
      size_t space = part->cell_space ? 2 * part->cell_space : 64;
      if (part->cell_count >= most) return false;
      void *grown = realloc(part->cells, space * sizeof(nn_table_cell));
      if (!grown) return false;
      part->cells = static_cast<nn_table_cell *>(grown);
      part->cell_space = space;
    }
    part->cells[part->cell_count++] = {
      static_cast<size_t>(text - bytes), static_cast<uint32_t>(length), static_cast<uint32_t>(row), static_cast<uint32_t>(column), has_quotes};
    return true;
  }

  /* Keeps the text of a cell: a number where it is one, else its place. */
  bool keep(const char *text, const char *stop, size_t row, size_t column, bool has_quotes) {
    if (column >= columns || !targets[column]) return true;
    while (text < stop && is_blank(*text)) text++;
    while (stop > text && is_blank(stop[-1])) stop--;
    double value;
    // The byte at `stop` is a blank, a quote, a delimiter or the end of a line, so a number ends there.
    if (text < stop && !has_quotes && read_number(text, end, form.decimal, &value) == stop) {
      targets[column][row] = value;
      return true;
    }
    targets[column][row] = std::numeric_limits<double>::quiet_NaN();
    return add(row, column, text, stop - text, has_quotes);
  }

  /* Reads one row. It returns the start of the next line, or NULL after a fault. */
  const char *read_row(const char *place, size_t row) {
    const char *start = place;
    size_t column = 0;
    // The rows were counted by their quotes. Where quotes stand in wrong places, there may be more rows than that.
    if (row >= last_row) return fail(nn_table_quote, start, 0), nullptr;
    while (true) {
      if (form.blanks) {
        while (is_blank(*place)) place++;
        if (is_line_end(place) && column > 0) break;
      }
      const char *cell = place;
      double value;
      const char *after = column < columns && targets[column] ? read_number(place, end, form.decimal, &value) : nullptr;
      if (after && ends_cell(after)) {
        targets[column][row] = value;
        place = after;
      } else if (*place == '"') {
        bool has_quotes = false;
        place++;
        while (true) {
          const char *quote = static_cast<const char *>(memchr(place, '"', end - place));
          if (!quote) return fail(nn_table_open_quote, cell, 0), nullptr;
          place = quote + 1;
          if (place >= end || *place != '"') break;
          has_quotes = true;
          place++;
        }
        const char *stop = place - 1;
        if (!form.blanks) while (is_blank(*place) && *place != form.delimiter) place++;
        if (place >= end || !ends_cell(place)) return fail(nn_table_quote, cell, 0), nullptr;
        if (!keep(cell + 1, stop, row, column, has_quotes)) return fail(nn_table_full, start, 0), nullptr;
      } else {
        while (!ends_cell(place)) {
          if (*place == '"') return fail(nn_table_quote, place, 0), nullptr;
          place++;
        }
        if (!keep(cell, place, row, column, false)) return fail(nn_table_full, start, 0), nullptr;
      }
      column++;
      if (is_line_end(place)) break;
      place++;
    }
    if (column != columns) return fail(nn_table_ragged, start, column), nullptr;
    return place + (*place == '\r' ? 2 : 1);
  }

  /* The start of the line after the one that starts here. A newline between quotes ends no line. */
  const char *next_line(const char *place, bool has_quotes) const {
    if (!has_quotes) return static_cast<const char *>(memchr(place, '\n', end - place)) + 1;
    bool is_open = false;
    for (; place < end; place++) {
      if (*place == '"') is_open = !is_open;
      if (*place == '\n' && !is_open) return place + 1;
    }
    return end;
  }

  /* The start of the first line from here that holds more than blanks, or `end`. */
  const char *skip_empty_lines(const char *place) const {
    while (place < end) {
      const char *ahead = place;
      while (is_blank(*ahead) && (form.blanks || *ahead != form.delimiter)) ahead++;
      if (!is_line_end(ahead)) return place;
      place = ahead + (*ahead == '\r' ? 2 : 1);
    }
    return end;
  }
};

}  // namespace

int nn_table_is_plain(const char *bytes, size_t count) {
  for (size_t start = 0; start < count; start += 4096) {
    size_t length = count - start < 4096 ? count - start : 4096;
    // The compiler compares many bytes at once.
    uint8_t all = 0, zeros = 0;
    for (size_t index = 0; index < length; index++) {
      all |= bytes[start + index];
      zeros |= bytes[start + index] == 0;
    }
    if (all >= 128 || zeros) return 0;
  }
  return 1;
}

size_t nn_table_quotes(const char *bytes, size_t count) {
  size_t found = 0;
  for (size_t start = 0; start < count; start += 128) {
    // A short counter lets the compiler compare many bytes at once.
    uint8_t some = 0;
    size_t length = count - start < 128 ? count - start : 128;
    for (size_t index = 0; index < length; index++) some += bytes[start + index] == '"';
    found += some;
  }
  return found;
}

size_t nn_table_rows(const char *bytes, size_t start, size_t end, nn_table_form form, int has_quotes) {
  nn_table_part part = {};
  reader reader = {bytes, bytes + end, form, 0, nullptr, 0, 0, &part};
  size_t rows = 0;
  const char *place = bytes + start;
  while ((place = reader.skip_empty_lines(place)) < bytes + end) {
    place = reader.next_line(place, has_quotes);
    rows++;
  }
  return rows;
}

void nn_table_read(
  const char *bytes, size_t start, size_t end, nn_table_form form, size_t columns, double *const *targets, size_t row, size_t rows, size_t most,
  nn_table_part *part) {
  *part = {};
  reader reader = {bytes, bytes + end, form, columns, targets, row + rows, most, part};
  const char *place = bytes + start;
  while ((place = reader.skip_empty_lines(place)) < bytes + end) {
    place = reader.read_row(place, row++);
    if (!place) return;
  }
}

void nn_table_free(nn_table_part *part) {
  free(part->cells);
  *part = {};
}
