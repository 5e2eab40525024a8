/* Reads the cells of a text table: numbers into columns, all other cells into a list of places. */
#ifndef NN_TABLE_H
#define NN_TABLE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How the cells of a table are written. */
typedef struct {
  /* The byte between two cells. It is not used where `blanks` is set. */
  char delimiter;
  /* The decimal point of a number: '.' or ','. */
  char decimal;
  /* Whether blanks and tabs stand between the cells, any number of them. */
  int blanks;
} nn_table_form;

/* A cell that is no number. */
typedef struct {
  /* The place of the text in the bytes, without blanks around it and without quotes. */
  size_t offset;
  uint32_t length, row, column;
  /* Whether the text contains doubled quotes. */
  uint32_t has_quotes;
} nn_table_cell;

typedef enum {
  nn_table_good,
  /* A row has another number of cells. `fault_cells` is that number. */
  nn_table_ragged,
  /* A quote stands where none is allowed. */
  nn_table_quote,
  /* A quote opens and never closes. */
  nn_table_open_quote,
  /* The list of cells would have more than `most` entries, or there is no memory for it, or the table has 2^32 rows. */
  nn_table_full
} nn_table_fault;

/* What a part of the table gave. */
typedef struct {
  nn_table_cell *cells;
  size_t cell_count, cell_space;
  nn_table_fault fault;
  /* The place of the row with the fault, and the number of its cells. */
  size_t fault_offset, fault_cells;
} nn_table_part;

/* Whether all bytes are ASCII without NUL. */
int nn_table_is_plain(const char *bytes, size_t count);

/* The number of quotes in the bytes. */
size_t nn_table_quotes(const char *bytes, size_t count);

/* The number of rows from `start` up to `end`: lines that hold more than blanks. A newline between quotes ends no line. The byte before `end` is a
   newline. */
size_t nn_table_rows(const char *bytes, size_t start, size_t end, nn_table_form form, int has_quotes);

/* Reads `rows` rows from `start` up to `end`. The byte before `end` is a newline. The numbers of column c go to targets[c][row], targets[c][row + 1] …
   A column whose target is NULL is passed over. A cell that is no number gives NaN, and its place goes to the list of the part. */
void nn_table_read(
  const char *bytes, size_t start, size_t end, nn_table_form form, size_t columns, double *const *targets, size_t row, size_t rows, size_t most,
  nn_table_part *part);

/* Frees the list of a part. */
void nn_table_free(nn_table_part *part);

#ifdef __cplusplus
}
#endif

#endif
