/* The words of a batch: the numbers of its chunks, and its tokens by term. See `writing/chunks.py`, `tokens.py`. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdlib.h>
#include <string.h>

#include "tokens.h"

#define PLANE 0x10000
#define FIRST_SLOTS 4096

/* Numbers of chunks: a hash table with open addressing; `points` has the letters of all chunks, one after another. */
typedef struct {
    size_t start;
    uint32_t length, hash;
    int64_t number;
} Entry;

typedef struct {
    PyObject_HEAD
    Entry *slots; /* empty ones have length 0 */
    size_t slot_count, entry_count;
    uint32_t *points;
    size_t point_count, point_room;
    uint32_t seed; /* of the hashes, another one in each process: so no text can be written whose chunks all collide */
} ChunkTable;

static PyObject *table_new(PyTypeObject *type, PyObject *Py_UNUSED(args), PyObject *Py_UNUSED(keywords))
{
    ChunkTable *table = PyObject_New(ChunkTable, type);
    if (!table)
        return NULL;
    memset((char *)table + sizeof(PyObject), 0, sizeof *table - sizeof(PyObject));
    table->slot_count = FIRST_SLOTS;
    PyObject *text = PyUnicode_FromString("chunks");
    table->seed = text ? (uint32_t)PyObject_Hash(text) | 1 : 1;
    Py_XDECREF(text);
    if (!(table->slots = calloc(FIRST_SLOTS, sizeof *table->slots))) {
        Py_DECREF((PyObject *)table);
        return PyErr_NoMemory();
    }
    return (PyObject *)table;
}

static void table_free(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    free(((ChunkTable *)self)->slots);
    free(((ChunkTable *)self)->points);
    PyObject_Free(self);
    Py_DECREF(type);
}

/* Return the slot of a chunk: the one that has it, or the empty one where it belongs. */
static Entry *slot_of(const ChunkTable *table, const uint32_t *chunk, uint32_t length, uint32_t hash)
{
    size_t mask = table->slot_count - 1, at = hash & mask;
    for (Entry *slot; (slot = &table->slots[at])->length; at = (at + 1) & mask)
        if (slot->hash == hash && slot->length == length &&
            !memcmp(table->points + slot->start, chunk, length * sizeof *chunk))
            return slot;
    return &table->slots[at];
}

static int double_slots(ChunkTable *table)
{
    Entry *old = table->slots, *slots = calloc(table->slot_count * 2, sizeof *slots);
    if (!slots)
        return -1;
    size_t count = table->slot_count, mask = count * 2 - 1;
    for (size_t i = 0; i < count; i++)
        if (old[i].length) {
            size_t at = old[i].hash & mask;
            while (slots[at].length)
                at = (at + 1) & mask;
            slots[at] = old[i];
        }
    free(old);
    table->slots = slots;
    table->slot_count *= 2;
    return 0;
}

static int add_chunk(ChunkTable *table, const uint32_t *chunk, uint32_t length, uint32_t hash, int64_t number)
{
    if (table->point_count + length > table->point_room) {
        size_t room = (table->point_count + length) * 2;
        uint32_t *points = realloc(table->points, room * sizeof *points);
        if (!points)
            return -1;
        table->points = points;
        table->point_room = room;
    }
    if (++table->entry_count * 2 > table->slot_count && double_slots(table) < 0)
        return -1;
    *slot_of(table, chunk, length, hash) = (Entry){table->point_count, length, hash, number};
    memcpy(table->points + table->point_count, chunk, length * sizeof *chunk);
    table->point_count += length;
    return 0;
}

/* Return the number of a chunk, -1 with an exception; the first time `number_of` is asked for it. */
static int64_t number_of_chunk(ChunkTable *table, const uint32_t *points, size_t start, size_t end, PyObject *text,
                               PyObject *number_of)
{
    uint32_t hash = table->seed, length = (uint32_t)(end - start);
    for (size_t i = start; i < end; i++)
        hash = (hash ^ points[i]) * 16777619u;
    hash ^= hash >> 15;
    Entry *slot = slot_of(table, points + start, length, hash);
    if (slot->length)
        return slot->number;
    PyObject *chunk = PyUnicode_Substring(text, (Py_ssize_t)start, (Py_ssize_t)end);
    PyObject *asked = chunk ? PyObject_CallFunctionObjArgs(number_of, chunk, NULL) : NULL;
    int64_t number = asked ? PyLong_AsLongLong(asked) : -1;
    Py_XDECREF(chunk);
    Py_XDECREF(asked);
    if (number >= 0 && add_chunk(table, points + start, length, hash, number) < 0) {
        PyErr_NoMemory();
        return -1;
    }
    return number;
}

static PyObject *table_numbers(ChunkTable *table, PyObject *args)
{
    PyObject *text, *number_of;
    Py_buffer letters, spaces, lengths;
    Py_ssize_t longest;
    if (!PyArg_ParseTuple(args, "Uy*y*y*nO", &text, &letters, &spaces, &lengths, &longest, &number_of))
        return NULL;
    const uint32_t *points = letters.buf;
    const uint8_t *is_space = spaces.buf;
    const int64_t *text_lengths = lengths.buf;
    size_t count = (size_t)letters.len / sizeof *points, texts = (size_t)lengths.len / sizeof *text_lengths;
    size_t found = 0, text_number = 0, text_end = 0;
    int64_t *numbers = malloc((count / 2 + 1) * sizeof *numbers), *counts = calloc(texts + 1, sizeof *counts);
    PyObject *result = NULL;
    if (!numbers || !counts) {
        PyErr_NoMemory();
        goto done;
    }
    if (spaces.len != PLANE || (size_t)PyUnicode_GetLength(text) != count) {
        PyErr_SetString(PyExc_ValueError, "letters and text differ");
        goto done;
    }
#define IS_SPACE(point) ((point) < PLANE && is_space[point])
    for (size_t at = 0; at < count;) {
        if (IS_SPACE(points[at])) {
            at++;
            continue;
        }
        size_t start = at;
        while (at < count && !IS_SPACE(points[at]))
            at++;
        if (at - start > (size_t)longest) {
            result = Py_NewRef(Py_None);
            goto done;
        }
        while (text_number < texts && start >= text_end + (size_t)text_lengths[text_number])
            text_end += (size_t)text_lengths[text_number++];
        int64_t number = number_of_chunk(table, points, start, at, text, number_of);
        if (number < 0)
            goto done;
        numbers[found++] = number;
        counts[text_number]++;
    }
#undef IS_SPACE
    result = Py_BuildValue("NN", PyByteArray_FromStringAndSize((char *)numbers, (Py_ssize_t)(found * sizeof *numbers)),
                           PyByteArray_FromStringAndSize((char *)counts, (Py_ssize_t)(texts * sizeof *counts)));
done:
    free(numbers);
    free(counts);
    PyBuffer_Release(&letters);
    PyBuffer_Release(&spaces);
    PyBuffer_Release(&lengths);
    return result;
}

static Py_ssize_t table_length(PyObject *table)
{
    return (Py_ssize_t)((ChunkTable *)table)->entry_count;
}

static PyMethodDef table_methods[] = {
    {"numbers", (PyCFunction)table_numbers, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};
static PyType_Slot table_slots[] = {
    {Py_tp_new, table_new},
    {Py_tp_dealloc, table_free},
    {Py_tp_methods, table_methods},
    {Py_sq_length, table_length},
    {0, NULL},
};
PyType_Spec chunk_table_spec = {"indexer.engines.arrays.kernel._kernel.ChunkTable", sizeof(ChunkTable), 0,
                                Py_TPFLAGS_DEFAULT, table_slots};

/* The tokens of stretches of text, and of the chunks and terms that a cache has analysed; all arrays are int64. */
typedef struct {
    const int64_t *chunks, *counts, *docs, *fields, *positions, *starts, *widths, *terms, *offsets, *term_widths;
    size_t chunk_count, stretch_count, known_chunks, known_tokens, names;
} Stretches;

/* Tokens in the order of the text; `lines` are positions on one line through all stretches. */
typedef struct {
    uint32_t *codes, *docs, *lines, *positions;
    size_t count, own, line_end;
} Placed;

static int is_sound(const Stretches *given)
{
    size_t sum = 0;
    for (size_t i = 0; i < given->stretch_count; i++)
        sum += (size_t)given->counts[i];
    if (sum != given->chunk_count)
        return 0;
    for (size_t i = 0; i < given->chunk_count; i++)
        if ((uint64_t)given->chunks[i] >= given->known_chunks)
            return 0;
    return (size_t)given->starts[given->known_chunks] <= given->known_tokens;
}

static int place(const Stretches *given, size_t ahead, Placed *placed)
{
    size_t count = 0, own = 0, next = 0, line = 0;
    for (size_t i = 0; i < given->chunk_count; i++) {
        const int64_t *start = &given->starts[given->chunks[i]];
        count += (size_t)(start[1] - start[0]);
        if (i + ahead < given->chunk_count)
            own = count;
    }
    *placed = (Placed){.count = count, .own = own};
    uint32_t *columns = malloc((count + 1) * 4 * sizeof *columns);
    if (!columns)
        return -1;
    placed->codes = columns;
    placed->docs = columns + count + 1;
    placed->lines = columns + 2 * (count + 1);
    placed->positions = columns + 3 * (count + 1);
    count = 0;
    for (size_t stretch = 0; stretch < given->stretch_count; stretch++, line++) {
        int64_t shift = given->positions[stretch] - (int64_t)line;
        uint32_t base = (uint32_t)((size_t)given->fields[stretch] * given->names);
        for (size_t end = next + (size_t)given->counts[stretch]; next < end; next++) {
            int64_t chunk = given->chunks[next];
            for (int64_t row = given->starts[chunk]; row < given->starts[chunk + 1]; row++, count++) {
                size_t at = line + (size_t)given->offsets[row];
                placed->codes[count] = base + (uint32_t)given->terms[row];
                placed->docs[count] = (uint32_t)given->docs[stretch];
                placed->lines[count] = (uint32_t)at;
                placed->positions[count] = (uint32_t)((int64_t)at + shift);
            }
            line += (size_t)given->widths[chunk];
        }
    }
    placed->line_end = line + 1;
    return 0;
}

/* Number the codes that occur in ascending order, and replace each by its number; return how many there are. */
static size_t number_codes(const Placed *placed, uint32_t *numbers, size_t bound)
{
    size_t distinct = 0;
    memset(numbers, 0, bound * sizeof *numbers);
    for (size_t i = 0; i < placed->count; i++)
        numbers[placed->codes[i]] = 1;
    for (size_t code = 0; code < bound; code++)
        if (numbers[code])
            numbers[code] = (uint32_t)distinct++;
    return distinct;
}

PyObject *tokens_by_term(PyObject *Py_UNUSED(module), PyObject *args)
{
    Py_buffer arrays[10];
    Py_ssize_t ahead, fields;
    if (!PyArg_ParseTuple(args, "y*y*y*y*y*y*y*y*y*y*nn", &arrays[0], &arrays[1], &arrays[2], &arrays[3], &arrays[4],
                          &arrays[5], &arrays[6], &arrays[7], &arrays[8], &arrays[9], &ahead, &fields))
        return NULL;
#define COLUMN(i) ((const int64_t *)arrays[i].buf)
#define LENGTH(i) ((size_t)arrays[i].len / sizeof(int64_t))
    Stretches given = {COLUMN(0), COLUMN(1), COLUMN(2),  COLUMN(3), COLUMN(4), COLUMN(5), COLUMN(6),    COLUMN(7),
                       COLUMN(8), COLUMN(9), LENGTH(0), LENGTH(1), LENGTH(6), LENGTH(7), LENGTH(9)};
    size_t bound = given.names * (size_t)fields;
    Placed placed = {0};
    uint32_t *numbers = malloc((bound + 1) * sizeof *numbers), *ends = NULL, *heads = NULL;
    PyObject *result = NULL, *columns[6] = {0};
    if (!is_sound(&given)) {
        PyErr_SetString(PyExc_ValueError, "no such chunk");
        goto done;
    }
    if (!numbers || place(&given, (size_t)ahead, &placed) < 0 || !(ends = calloc(placed.line_end + 1, sizeof *ends))) {
        PyErr_NoMemory();
        goto done;
    }
    size_t distinct = number_codes(&placed, numbers, bound), rows = 0;
    if (!(heads = calloc(distinct + 1, sizeof *heads))) {
        PyErr_NoMemory();
        goto done;
    }
    /* ends[line] becomes the first token at or after a line: those at it end where those after it start. */
    for (size_t i = 0; i < placed.count; i++)
        ends[placed.lines[i] + 1]++;
    for (size_t line = 0; line < placed.line_end; line++)
        ends[line + 1] += ends[line];
#define FOLLOWERS(i, first, end)                                                            \
    size_t after = placed.lines[i] + (size_t)given.term_widths[placed.codes[i] % given.names]; \
    size_t first = after < placed.line_end ? ends[after] : 0, end = after < placed.line_end ? ends[after + 1] : 0
    for (size_t i = 0; i < placed.own; i++) {
        FOLLOWERS(i, first, end);
        size_t each = end > first ? end - first : 1;
        heads[numbers[placed.codes[i]]] += (uint32_t)each;
        rows += each;
    }
    size_t sizes[] = {distinct * sizeof(int64_t), distinct * 4, rows * 4, rows * 4, rows * 4, rows};
    for (int i = 0; i < 6; i++)
        if (!(columns[i] = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)sizes[i])))
            goto done;
    int64_t *codes = (int64_t *)PyBytes_AsString(columns[0]);
    uint32_t *counts = (uint32_t *)PyBytes_AsString(columns[1]), *docs = (uint32_t *)PyBytes_AsString(columns[2]);
    uint32_t *positions = (uint32_t *)PyBytes_AsString(columns[3]);
    uint32_t *followers = (uint32_t *)PyBytes_AsString(columns[4]);
    uint8_t *repeated = (uint8_t *)PyBytes_AsString(columns[5]);
    for (size_t i = 0; i < placed.count; i++)
        codes[numbers[placed.codes[i]]] = placed.codes[i];
    memcpy(counts, heads, distinct * sizeof *counts);
    uint32_t before = 0;
    for (size_t term = 0; term < distinct; term++) {
        heads[term] = before;
        before += counts[term];
    }
    for (size_t i = 0; i < placed.own; i++) {
        FOLLOWERS(i, first, end);
        uint32_t *head = &heads[numbers[placed.codes[i]]];
        size_t row = *head, follower = first;
        do {
            docs[row] = placed.docs[i];
            positions[row] = placed.positions[i];
            followers[row] = follower < end ? numbers[placed.codes[follower]] : (uint32_t)distinct;
            repeated[row++] = follower++ > first;
        } while (follower < end);
        *head = (uint32_t)row;
    }
#undef FOLLOWERS
    result = PyTuple_Pack(6, columns[0], columns[1], columns[2], columns[3], columns[4], columns[5]);
done:
    for (int i = 0; i < 6; i++)
        Py_XDECREF(columns[i]);
    free(placed.codes);
    free(numbers);
    free(ends);
    free(heads);
    for (int i = 0; i < 10; i++)
        PyBuffer_Release(&arrays[i]);
    return result;
#undef COLUMN
#undef LENGTH
}
