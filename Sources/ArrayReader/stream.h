#ifndef NN_STREAM_H
#define NN_STREAM_H
/* The stream that nnshell-arrays writes to its standard output. Numbers have the byte order of the machine.
 *
 * stream   "NNA1", then records, then an end record. A stream without an end record is not complete.
 * array    'A', text name, u8 kind, u32 rank, u64 size of each dimension, text reason.
 *          kind 'N' means numbers, 'T' texts, and 'X' something that is not read. The reason says why; elsewhere it is empty.
 * doubles  'D', u64 count, the doubles in C order. `read` writes it after an array of kind 'N'.
 * texts    'S', u64 count, the texts in C order. `read` writes it after an array of kind 'T'.
 * error    'E', text. It ends the stream.
 * memory   'M'. The limit of the memory was too small. It ends the stream.
 * end      'Z'.
 *
 * A text is its length in bytes as u32, and then its bytes.
 */
#include <stddef.h>
#include <stdint.h>

enum { NN_MOST_RANK = 32, NN_MOST_TEXT = 1 << 16 };

/* What is known of an array before it is read. */
typedef struct {
  char kind;
  int rank;
  uint64_t dims[NN_MOST_RANK];
  const char *reason;
} nn_item;

/* What the program was asked for. `wanted` is NULL for `list`. `found` becomes 1 when the wanted array is met. */
typedef struct {
  const char *path;
  const char *wanted;
  int found;
} nn_request;

void nn_begin(void);
void nn_put_item(const char *name, const nn_item *item);
void nn_put_text(const char *bytes, size_t length);
void nn_begin_doubles(uint64_t count);
void nn_put_double(double value);
void nn_begin_texts(uint64_t count);
void nn_end(void);
_Noreturn void nn_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void nn_no_memory(void);
/* Memory for `count` pieces of `size` bytes. It ends the program where there is not enough. */
void *nn_allocate(uint64_t count, size_t size);

/* The number of entries. It ends the program where the number does not fit. */
uint64_t nn_count(const nn_item *item);
/* An item of kind 'X'. */
nn_item nn_refused(const char *reason);
/* Writes doubles that lie with the first dimension fastest, as MATLAB stores them, in C order. */
void nn_put_columns(const nn_item *item, const double *values);

void nn_hdf5(nn_request *request);
void nn_matlab(nn_request *request);

#endif
