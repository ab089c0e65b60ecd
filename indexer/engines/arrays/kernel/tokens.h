/* What `tokens.c` adds to the module. */
#ifndef TIMDAU_TOKENS_H
#define TIMDAU_TOKENS_H

#include <Python.h>

extern PyType_Spec chunk_table_spec;
PyObject *tokens_by_term(PyObject *module, PyObject *args);

#endif
