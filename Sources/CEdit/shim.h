#ifndef NN_CEDIT_SHIM_H
#define NN_CEDIT_SHIM_H
/* el_set, el_get and history of libedit are variadic, and Swift cannot call such functions. Here is a wrapper for each kind of argument. */
#include <histedit.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

static inline EditLine *nn_el_init(const char *program) { return el_init(program, stdin, stdout, stderr); }
static inline int nn_el_set_int(EditLine *e, int op, int value) { return el_set(e, op, value); }
static inline int nn_el_set_none(EditLine *e, int op) { return el_set(e, op, NULL); }
static inline int nn_el_set_text(EditLine *e, int op, const char *text) { return el_set(e, op, text); }
static inline int nn_el_set_client(EditLine *e, void *data) { return el_set(e, EL_CLIENTDATA, data); }
static inline void *nn_el_get_client(EditLine *e) {
  void *data = NULL;
  el_get(e, EL_CLIENTDATA, &data);
  return data;
}
static inline int nn_el_set_prompt(EditLine *e, char *(*prompt)(EditLine *), char mark) {
  return el_set(e, EL_PROMPT_ESC, prompt, mark);
}
static inline int nn_el_set_getc(EditLine *e, int (*getc)(EditLine *, wchar_t *)) { return el_set(e, EL_GETCFN, getc); }
static inline int nn_el_add_function(EditLine *e, const char *name, const char *help, unsigned char (*run)(EditLine *, int)) {
  return el_set(e, EL_ADDFN, name, help, run);
}
static inline int nn_el_bind(EditLine *e, const char *key, const char *function) { return el_set(e, EL_BIND, key, function, NULL); }
static inline int nn_el_set_history(EditLine *e, History *h) { return el_set(e, EL_HIST, history, h); }
static inline int nn_history_size(History *h, int size) {
  HistEvent event;
  return history(h, &event, H_SETSIZE, size);
}
static inline int nn_history_unique(History *h) {
  HistEvent event;
  return history(h, &event, H_SETUNIQUE, 1);
}
static inline int nn_history_enter(History *h, const char *line) {
  HistEvent event;
  return history(h, &event, H_ENTER, line);
}
static inline void nn_write_out(const char *text) {
  fputs(text, stdout);
  fflush(stdout);
}

#endif
