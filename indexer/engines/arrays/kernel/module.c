/* The Python types of the kernel: a segment, and what a request matches in it. See `_kernel.pyi`. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdlib.h>
#include <string.h>

#include "kernel.h"
#include "tokens.h"

#define DEEPEST 100

enum {
#define ARRAY(name, width) ARRAY_##name,
    EACH_ARRAY(ARRAY)
#undef ARRAY
    ARRAYS
};

typedef struct {
    PyObject_HEAD
    Format format;
    Py_buffer buffers[ARRAYS];
    int buffer_count;
    PyObject *verify;
    uint8_t *verified; /* the rows whose checksum was compared */
} Segment;

typedef struct {
    PyObject_HEAD
    Segment *segment;
    Spellings *words;
    Py_ssize_t word_count;
    Leaf *leaves;
    Py_ssize_t leaf_count;
    Py_buffer *buffers; /* of lists that were handed in */
    Py_ssize_t buffer_count, buffer_room;
    Found found; /* what matches */
    Found kept; /* of these, what passes the choices: the same until they are known */
    size_t steps; /* what it took to find the postings */
} Match;

static PyTypeObject *match_type;

/* Raise what a failure stands for: `ValueError` with the name of the damaged array. */
static PyObject *raised(Failure failure)
{
    if (!strcmp(failure, OUT_OF_MEMORY))
        return PyErr_NoMemory();
    PyErr_SetString(PyExc_ValueError, failure);
    return NULL;
}

/* Segments */

static int take_array(Segment *segment, PyObject *arrays, const char *name, int width, Array *array)
{
    PyObject *given = PyMapping_GetItemString(arrays, name);
    Py_buffer *buffer = &segment->buffers[segment->buffer_count];
    if (!given || PyObject_GetBuffer(given, buffer, PyBUF_FORMAT) < 0) {
        Py_XDECREF(given);
        return -1;
    }
    Py_DECREF(given);
    segment->buffer_count++;
    int is_known = buffer->itemsize == 1 || buffer->itemsize == 2 || buffer->itemsize == 4 || buffer->itemsize == 8;
    if (!is_known || (width && buffer->itemsize != width)) {
        PyErr_SetString(PyExc_ValueError, name);
        return -1;
    }
    *array = (Array){buffer->buf, (size_t)(buffer->len / buffer->itemsize), (int)buffer->itemsize};
    return 0;
}

/* Return the name of an array whose length does not fit those of others, or NULL. */
static Failure misfit(const Format *format)
{
    size_t documents = format->documents, terms = format->folded + format->surfaces;
    if (format->folded_ends.length != format->folded) return "folded_ends";
    if (format->surface_starts.length != format->folded + 1) return "surface_starts";
    if (format->surface_ends.length != format->surfaces) return "surface_ends";
    if (format->posting_starts.length != terms + 1) return "posting_starts";
    if (format->impacts.length != format->docs.length) return "impacts";
    if (format->dense_counts.length != format->dense_terms.length) return "dense_counts";
    if (format->dense.length != format->dense_terms.length * documents) return "dense";
    if (format->bigram_starts.length != format->folded + 1) return "bigram_starts";
    if (format->surface_bigram_starts.length != format->bigram_seconds.length + 1) return "surface_bigram_starts";
    if (format->surface_bigram_seconds.length != format->surface_bigram_firsts.length) return "surface_bigram_seconds";
    if (format->bigram_posting_starts.length != format->surface_bigram_firsts.length + 1)
        return "bigram_posting_starts";
    if (format->bigram_impacts.length != format->bigram_docs.length) return "bigram_impacts";
    if (format->bigram_frequencies.length != format->bigram_docs.length) return "bigram_frequencies";
    if (format->profiles.length != documents) return "profiles";
    if (format->newest.length != documents) return "newest";
    if (format->title_ends.length != documents) return "title_ends";
    if (format->lead_starts.length != documents + 1) return "lead_starts";
    if (format->lead_positions.length != format->lead_terms.length) return "lead_positions";
    if (format->norms.length != documents) return "norms";
    return NULL;
}

static PyObject *segment_new(PyTypeObject *type, PyObject *args, PyObject *keywords)
{
    static char *names[] = {"arrays", "documents", "verify", NULL};
    PyObject *arrays, *verify;
    Py_ssize_t documents;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "OnO", names, &arrays, &documents, &verify))
        return NULL;
    if (documents < 0 || documents > DOCUMENTS) {
        PyErr_SetString(PyExc_ValueError, "documents");
        return NULL;
    }
    Segment *segment = PyObject_New(Segment, type);
    if (!segment)
        return NULL;
    memset((char *)segment + sizeof(PyObject), 0, sizeof *segment - sizeof(PyObject));
    segment->format.documents = (size_t)documents;
    segment->verify = Py_NewRef(verify);
#define ARRAY(name, width)                                                         \
    if (take_array(segment, arrays, #name, width, &segment->format.name) < 0) {    \
        Py_DECREF((PyObject *)segment);                                                      \
        return NULL;                                                               \
    }
    EACH_ARRAY(ARRAY)
#undef ARRAY
    segment->format.folded = segment->format.folded_prefixes.length;
    segment->format.surfaces = segment->format.surface_accents.length;
    Failure failure = misfit(&segment->format);
    if (!failure && !(segment->verified = calloc(segment->format.dense_terms.length + 1, 1)))
        failure = OUT_OF_MEMORY;
    if (failure) {
        Py_DECREF((PyObject *)segment);
        return raised(failure);
    }
    return (PyObject *)segment;
}

static void segment_free(PyObject *self)
{
    Segment *segment = (Segment *)self;
    PyTypeObject *type = Py_TYPE(self);
    for (int i = 0; i < segment->buffer_count; i++)
        PyBuffer_Release(&segment->buffers[i]);
    free(segment->verified);
    Py_XDECREF(segment->verify);
    PyObject_Free(self);
    Py_DECREF(type);
}

/* Requests */

static int parse_word(PyObject *given, Word *word)
{
    char *term;
    Py_ssize_t length;
    unsigned long long accents;
    PyObject *bytes;
    if (!PyArg_ParseTuple(given, "SKipp", &bytes, &accents, &word->cap, &word->respelled, &word->ignores_accents) ||
        PyBytes_AsStringAndSize(bytes, &term, &length) < 0)
        return -1;
    word->term = (const uint8_t *)term;
    word->length = (size_t)length;
    word->accents = accents;
    return 0;
}

static int take_words(Match *match, PyObject *given)
{
    Py_ssize_t count = PyTuple_Size(given);
    if (count < 0 || !(match->words = calloc((size_t)count + 1, sizeof *match->words)))
        return PyErr_Occurred() ? -1 : (PyErr_NoMemory(), -1);
    for (; match->word_count < count; match->word_count++) {
        Word word;
        if (parse_word(PyTuple_GetItem(given, match->word_count), &word) < 0)
            return -1;
        Failure failure = find_spellings(&match->segment->format, &word, &match->words[match->word_count]);
        if (failure) {
            match->word_count++;
            raised(failure);
            return -1;
        }
    }
    return 0;
}

static const uint8_t *held_buffer(Match *match, PyObject *given, Py_ssize_t width, size_t *length)
{
    if (match->buffer_count == match->buffer_room) {
        Py_ssize_t room = match->buffer_room ? 2 * match->buffer_room : 8;
        Py_buffer *moved = realloc(match->buffers, (size_t)room * sizeof *moved);
        if (!moved)
            return (const uint8_t *)PyErr_NoMemory();
        match->buffers = moved;
        match->buffer_room = room;
    }
    Py_buffer *buffer = &match->buffers[match->buffer_count];
    if (PyObject_GetBuffer(given, buffer, PyBUF_FORMAT) < 0)
        return NULL;
    match->buffer_count++;
    if (buffer->itemsize != width) {
        PyErr_SetString(PyExc_TypeError, "numbers of another width");
        return NULL;
    }
    *length = (size_t)(buffer->len / width);
    return buffer->buf;
}

/* Take the postings of a leaf that Python has expanded: (tier, is_union, documents or None, impacts, size), … */
static int take_lists(Match *match, PyObject *given, Leaf *leaf)
{
    for (Py_ssize_t i = 0; i < PyTuple_Size(given); i++) {
        int tier, is_union;
        PyObject *docs, *impacts;
        Py_ssize_t size;
        size_t doc_count, impact_count;
        List list = {NULL, NULL, 0};
        if (!PyArg_ParseTuple(PyTuple_GetItem(given, i), "ipOOn", &tier, &is_union, &docs, &impacts, &size))
            return -1;
        if (tier < 0 || tier >= TIERS || size < 0) {
            PyErr_SetString(PyExc_ValueError, "no such tier or size");
            return -1;
        }
        if (!(list.impacts = held_buffer(match, impacts, 1, &impact_count)))
            return -1;
        list.size = (size_t)size;
        if (docs != Py_None && !(list.docs = (const uint16_t *)held_buffer(match, docs, 2, &doc_count)))
            return -1;
        if (list.docs ? doc_count != list.size || impact_count != list.size
                      : impact_count != match->segment->format.documents) {
            PyErr_SetString(PyExc_ValueError, "lists of different lengths");
            return -1;
        }
        Failure failure = add_group(leaf, tier, is_union);
        if (failure || (failure = add_list(leaf, list))) {
            raised(failure);
            return -1;
        }
    }
    return 0;
}

/* Have the checksum of each frequent term compared, the first time that it is read: `DensePostings.intact`. */
static int verify_rows(Segment *segment, const Leaf *leaf)
{
    const uint8_t *rows = segment->format.dense.data;
    for (size_t i = 0; i < leaf->list_count; i++) {
        const uint8_t *impacts = leaf->lists[i].impacts;
        if (leaf->lists[i].docs || impacts < rows || impacts >= rows + segment->format.dense.length)
            continue;
        size_t row = (size_t)(impacts - rows) / segment->format.documents;
        if (segment->verified[row])
            continue;
        unsigned long long term = at(&segment->format.dense_terms, row);
        PyObject *done = PyObject_CallFunction(segment->verify, "K", term);
        if (!done)
            return -1;
        Py_DECREF(done);
        segment->verified[row] = 1;
    }
    return 0;
}

static const Spellings *word_at(const Match *match, Py_ssize_t number)
{
    if (number >= 0 && number < match->word_count)
        return &match->words[number];
    PyErr_SetString(PyExc_IndexError, "no such word");
    return NULL;
}

/* Set the words of a leaf by their numbers; return how many there are, 0 if the segment lacks one, -1 for an error. */
static Py_ssize_t words_of(const Match *match, PyObject *given, const Spellings **words)
{
    Py_ssize_t count = PyTuple_Size(given), found = 1;
    for (Py_ssize_t i = 0; i < count; i++) {
        words[i] = word_at(match, PyLong_AsSsize_t(PyTuple_GetItem(given, i)));
        if (!words[i])
            return -1;
        found = found && words[i]->found;
    }
    return found ? count : 0;
}

/* Find the postings of words next to each other; -1 without an exception as below. */
static int find_lists(Match *match, PyObject *given, size_t most, Leaf *leaf)
{
    const Format *format = &match->segment->format;
    Failure failure = NULL;
    const Spellings **words = malloc(((size_t)PyTuple_Size(given) + 1) * sizeof *words);
    Py_ssize_t count = words ? words_of(match, given, words) : (PyErr_NoMemory(), -1);
    if (count == 1)
        failure = add_word(format, words[0], leaf);
    else if (count == 2)
        failure = add_bigram(format, words[0], words[1], leaf);
    else if (count > 2)
        failure = add_phrase(format, words, (size_t)count, most, leaf, &match->steps);
    free(words);
    if (failure && strcmp(failure, TOO_MUCH))
        raised(failure);
    return failure || count < 0 ? -1 : verify_rows(match->segment, leaf);
}

/* Find the postings of all words that start with some letters. */
static int find_prefix(Match *match, PyObject *given, Leaf *leaf)
{
    char *prefix;
    Py_ssize_t length;
    if (PyBytes_AsStringAndSize(given, &prefix, &length) < 0)
        return -1;
    if (length < 1 || length > PREFIX) {
        PyErr_SetString(PyExc_ValueError, "a prefix of another length");
        return -1;
    }
    const Format *format = &match->segment->format;
    Failure failure = add_prefix(format, (const uint8_t *)prefix, (size_t)length, leaf, &match->steps);
    if (failure)
        raised(failure);
    return failure ? -1 : verify_rows(match->segment, leaf);
}

/* Find the postings of a leaf, or take those that Python has found; -1 without an exception as below. */
static int take_leaf(Match *match, PyObject *given, size_t most, Leaf *leaf)
{
    PyObject *first = PyTuple_Size(given) > 0 ? PyTuple_GetItem(given, 0) : NULL, *lists;
    if (first && PyLong_CheckExact(first))
        return find_lists(match, given, most, leaf);
    if (first && PyBytes_CheckExact(first))
        return find_prefix(match, first, leaf);
    if (!PyArg_ParseTuple(given, "pO!", &leaf->nested, &PyTuple_Type, &lists))
        return -1;
    return take_lists(match, lists, leaf);
}

/* Find the postings of all leaves; -1 without an exception means that it takes more than `most` steps. */
static int take_leaves(Match *match, PyObject *given, size_t most)
{
    Py_ssize_t count = PyTuple_Size(given);
    if (count < 0 || !(match->leaves = calloc((size_t)count + 1, sizeof *match->leaves)))
        return PyErr_Occurred() ? -1 : (PyErr_NoMemory(), -1);
    while (match->leaf_count < count) {
        PyObject *each = PyTuple_GetItem(given, match->leaf_count);
        Leaf *leaf = &match->leaves[match->leaf_count++];
        if (take_leaf(match, each, most, leaf) < 0)
            return -1;
        match->steps += leaf->size;
        if (match->steps > most)
            return -1;
    }
    return 0;
}

static void free_node(Node *node)
{
    for (size_t i = 0; i < node->child_count; i++)
        free_node(&node->children[i]);
    free(node->children);
}

static int take_node(Match *match, PyObject *given, Node *node, int depth);

static int take_children(Match *match, PyObject *given, Py_ssize_t from, Node *node, int depth)
{
    Py_ssize_t count = PyTuple_Size(given) - from;
    if (count < 1 || depth == DEEPEST) {
        PyErr_SetString(PyExc_ValueError, "a node without children, or too deep");
        return -1;
    }
    node->children = calloc((size_t)count, sizeof *node->children);
    if (!node->children)
        return PyErr_NoMemory(), -1;
    for (Py_ssize_t i = 0; i < count; i++) {
        node->child_count++;
        if (take_node(match, PyTuple_GetItem(given, from + i), &node->children[i], depth + 1) < 0)
            return -1;
    }
    return 0;
}

static int take_node(Match *match, PyObject *given, Node *node, int depth)
{
    long kind = PyTuple_Check(given) && PyTuple_Size(given) > 1 ? PyLong_AsLong(PyTuple_GetItem(given, 0)) : -1;
    node->kind = (NodeKind)kind;
    switch (kind) {
    case LEAF:
        node->leaf = PyLong_AsSize_t(PyTuple_GetItem(given, 1));
        if (!PyErr_Occurred() && node->leaf < (size_t)match->leaf_count)
            return 0;
        break;
    case ALL:
    case NONE_OF: return take_children(match, given, 1, node, depth);
    case ANY:
        node->wanted = PyLong_AsSize_t(PyTuple_GetItem(given, 1));
        return PyErr_Occurred() ? -1 : take_children(match, given, 2, node, depth);
    case FLAGS:
    case BYTES:
        node->bytes = held_buffer(match, PyTuple_GetItem(given, 1), 1, &node->length);
        if (!node->bytes)
            return -1;
        if (kind == FLAGS || node->length == match->segment->format.documents)
            return 0;
        break;
    default: break;
    }
    if (!PyErr_Occurred())
        PyErr_SetString(PyExc_ValueError, "not a node");
    return -1;
}

static PyObject *segment_match(Segment *segment, PyObject *args)
{
    PyObject *words, *leaves, *tree;
    Py_ssize_t most;
    Node root = {0};
    if (!PyArg_ParseTuple(args, "O!O!O!n", &PyTuple_Type, &words, &PyTuple_Type, &leaves, &PyTuple_Type, &tree, &most))
        return NULL;
    Match *match = PyObject_New(Match, match_type);
    if (!match)
        return NULL;
    memset((char *)match + sizeof(PyObject), 0, sizeof *match - sizeof(PyObject));
    match->segment = (Segment *)Py_NewRef((PyObject *)segment);
    size_t steps = most < 0 ? 0 : (size_t)most;
    int is_taken = !take_words(match, words) && !take_leaves(match, leaves, steps) && !take_node(match, tree, &root, 0);
    Failure failure = NULL;
    if (is_taken) {
        Py_BEGIN_ALLOW_THREADS
        failure = find_documents(&segment->format, &root, match->leaves, &match->found);
        Py_END_ALLOW_THREADS
    }
    free_node(&root);
    match->kept = match->found;
    if (is_taken && !failure)
        return (PyObject *)match;
    if (failure)
        raised(failure);
    Py_DECREF((PyObject *)match);
    if (PyErr_Occurred())
        return NULL;
    Py_RETURN_NONE;
}

/* Matches */

static void free_kept(Match *match)
{
    if (match->kept.docs != match->found.docs) {
        free(match->kept.docs);
        free(match->kept.tiers);
    }
}

static void match_free(PyObject *self)
{
    Match *match = (Match *)self;
    PyTypeObject *type = Py_TYPE(self);
    for (Py_ssize_t i = 0; i < match->word_count; i++)
        free_spellings(&match->words[i]);
    for (Py_ssize_t i = 0; i < match->leaf_count; i++)
        free_leaf(&match->leaves[i]);
    for (Py_ssize_t i = 0; i < match->buffer_count; i++)
        PyBuffer_Release(&match->buffers[i]);
    free(match->words);
    free(match->leaves);
    free(match->buffers);
    free_kept(match);
    free(match->found.docs);
    free(match->found.tiers);
    Py_XDECREF((PyObject *)match->segment);
    PyObject_Free(self);
    Py_DECREF(type);
}

/* Set a copy of what was found. */
static Failure copied(const Found *found, Found *copy)
{
    *copy = (Found){malloc((found->count + 1) * sizeof *copy->docs), malloc(found->count + 1), found->count};
    if (!copy->docs || !copy->tiers)
        return OUT_OF_MEMORY;
    memcpy(copy->docs, found->docs, found->count * sizeof *copy->docs);
    memcpy(copy->tiers, found->tiers, found->count);
    return NULL;
}

static Leaf *leaf_at(const Match *match, Py_ssize_t number, int tier)
{
    if (number >= 0 && number < match->leaf_count && tier >= 0 && tier < TIERS)
        return &match->leaves[number];
    PyErr_SetString(PyExc_IndexError, "no such leaf or tier");
    return NULL;
}

static PyObject *match_docs(Match *match, PyObject *Py_UNUSED(none))
{
    Py_ssize_t bytes = (Py_ssize_t)(match->found.count * sizeof *match->found.docs);
    return PyBytes_FromStringAndSize((const char *)match->found.docs, bytes);
}

static PyObject *match_tiers(Match *match, PyObject *Py_UNUSED(none))
{
    return PyBytes_FromStringAndSize((const char *)match->found.tiers, (Py_ssize_t)match->found.count);
}

static PyObject *match_steps(Match *match, PyObject *Py_UNUSED(none))
{
    return PyLong_FromSize_t(match->steps);
}

static PyObject *match_keep(Match *match, PyObject *flags)
{
    const Format *format = &match->segment->format;
    Py_buffer buffer;
    if (PyObject_GetBuffer(flags, &buffer, PyBUF_SIMPLE) < 0)
        return NULL;
    free_kept(match);
    Failure failure = copied(&match->found, &match->kept);
    if (!failure)
        failure = keep_profiles(format, buffer.buf, (size_t)buffer.len, &match->kept);
    PyBuffer_Release(&buffer);
    if (failure)
        return raised(failure);
    Py_RETURN_NONE;
}

static PyObject *match_tier_counts(Match *match, PyObject *Py_UNUSED(none))
{
    size_t counts[TIERS];
    count_tiers(&match->kept, counts);
    PyObject *list = PyList_New(TIERS);
    for (Py_ssize_t tier = 0; list && tier < TIERS; tier++)
        PyList_SetItem(list, tier, PyLong_FromSize_t(counts[tier]));
    return list;
}

static Failure count_postings(const Format *Py_UNUSED(format), Leaf *leaf, int tier, size_t *count)
{
    *count = posting_count(leaf, tier);
    return NULL;
}

typedef Failure Count(const Format *, Leaf *, int tier, size_t *count);

/* Return what is counted of each leaf up to a tier. */
static PyObject *counts_of_leaves(Match *match, PyObject *args, Count *count_of)
{
    PyObject *leaves, *list;
    int tier;
    if (!PyArg_ParseTuple(args, "iO!", &tier, &PyTuple_Type, &leaves) || !(list = PyList_New(PyTuple_Size(leaves))))
        return NULL;
    for (Py_ssize_t i = 0; list && i < PyTuple_Size(leaves); i++) {
        size_t count = 0;
        Py_ssize_t number = PyLong_AsSsize_t(PyTuple_GetItem(leaves, i));
        Leaf *leaf = PyErr_Occurred() ? NULL : leaf_at(match, number, tier);
        Failure failure = leaf ? count_of(&match->segment->format, leaf, tier, &count) : NULL;
        if (failure)
            raised(failure);
        if (!leaf || failure)
            Py_CLEAR(list);
        else
            PyList_SetItem(list, i, PyLong_FromSize_t(count));
    }
    return list;
}

static PyObject *match_frequencies(Match *match, PyObject *args)
{
    return counts_of_leaves(match, args, document_frequency);
}

static PyObject *match_posting_counts(Match *match, PyObject *args)
{
    return counts_of_leaves(match, args, count_postings);
}

static Clause *parsed_clauses(const Match *match, PyObject *given, size_t *count)
{
    *count = (size_t)PyTuple_Size(given);
    Clause *clauses = malloc((*count + 1) * sizeof *clauses);
    if (!clauses)
        return (Clause *)PyErr_NoMemory();
    for (size_t i = 0; i < *count; i++) {
        Py_ssize_t number;
        if (!PyArg_ParseTuple(PyTuple_GetItem(given, (Py_ssize_t)i), "nd", &number, &clauses[i].weight) ||
            !leaf_at(match, number, 0)) {
            free(clauses);
            return NULL;
        }
        clauses[i].leaf = (size_t)number;
    }
    return clauses;
}

static PyObject *scored_list(const Scored *scored, size_t count)
{
    PyObject *list = PyList_New((Py_ssize_t)count);
    for (size_t i = 0; list && i < count; i++) {
        PyObject *each = Py_BuildValue("id", (int)scored[i].doc, (double)scored[i].score);
        if (!each || PyList_SetItem(list, (Py_ssize_t)i, each) < 0)
            Py_CLEAR(list);
    }
    return list;
}

/* Set those of the documents, uint16, that the segment has; return how many there are. */
static size_t known_docs(const Match *match, const Py_buffer *asked, uint16_t *docs)
{
    size_t count = 0;
    const uint16_t *given = asked->buf;
    for (size_t i = 0; i < (size_t)asked->len / sizeof *given; i++) {
        docs[count] = given[i];
        count += given[i] < match->segment->format.documents;
    }
    return count;
}

static PyObject *match_value_counts(Match *match, PyObject *args)
{
    const Format *format = &match->segment->format;
    PyObject *flags, *counted = NULL;
    Py_buffer buffer = {0};
    Py_ssize_t values;
    size_t profiles = format->profile_starts.length ? format->profile_starts.length - 1 : 0;
    if (!PyArg_ParseTuple(args, "On", &flags, &values))
        return NULL;
    if (flags != Py_None && PyObject_GetBuffer(flags, &buffer, PyBUF_SIMPLE) < 0)
        return NULL;
    uint32_t *counts = values < 0 ? NULL : calloc((size_t)values + 1, sizeof *counts);
    Failure failure = OUT_OF_MEMORY;
    if (buffer.buf && (size_t)buffer.len != profiles)
        PyErr_SetString(PyExc_ValueError, "not a flag for each profile");
    else {
        if (counts)
            failure = count_values(format, &match->found, buffer.buf, profiles, counts, (size_t)values);
        Py_ssize_t bytes = values * (Py_ssize_t)sizeof *counts;
        counted = failure ? raised(failure) : PyBytes_FromStringAndSize((const char *)counts, bytes);
    }
    if (buffer.buf)
        PyBuffer_Release(&buffer);
    free(counts);
    return counted;
}

static PyObject *match_top(Match *match, PyObject *args)
{
    PyObject *given, *list = NULL;
    int tier;
    Py_ssize_t wanted;
    size_t clause_count, count, scored_count = 0;
    if (!PyArg_ParseTuple(args, "iO!n", &tier, &PyTuple_Type, &given, &wanted))
        return NULL;
    Clause *clauses = parsed_clauses(match, given, &clause_count);
    if (!clauses)
        return NULL;
    size_t most = wanted < 0 ? 0 : (size_t)wanted < match->kept.count ? (size_t)wanted : match->kept.count;
    uint16_t *docs = malloc((match->kept.count + 1) * sizeof *docs);
    Scored *scored = malloc((most + 1) * sizeof *scored);
    Failure failure = docs && scored ? NULL : OUT_OF_MEMORY;
    if (!failure) {
        Py_BEGIN_ALLOW_THREADS
        count = docs_of_tier(&match->kept, tier, docs);
        failure = top_scored(&match->segment->format, match->leaves, clauses, clause_count, docs, count, tier, most,
                             scored, &scored_count);
        Py_END_ALLOW_THREADS
    }
    list = failure ? raised(failure) : scored_list(scored, scored_count);
    free(clauses);
    free(docs);
    free(scored);
    return list;
}

static PyObject *match_scores(Match *match, PyObject *args)
{
    PyObject *given, *given_docs, *bytes = NULL;
    int tier;
    size_t clause_count;
    Py_buffer buffer;
    Failure failure = OUT_OF_MEMORY;
    if (!PyArg_ParseTuple(args, "iO!O", &tier, &PyTuple_Type, &given, &given_docs))
        return NULL;
    Clause *clauses = parsed_clauses(match, given, &clause_count);
    if (!clauses || PyObject_GetBuffer(given_docs, &buffer, PyBUF_SIMPLE) < 0) {
        free(clauses);
        return NULL;
    }
    uint16_t *docs = malloc((size_t)buffer.len + sizeof *docs);
    size_t count = docs ? known_docs(match, &buffer, docs) : 0;
    PyBuffer_Release(&buffer);
    float *scores = calloc(count + 1, sizeof *scores);
    if (docs && scores) {
        Py_BEGIN_ALLOW_THREADS
        failure = add_scores(match->leaves, clauses, clause_count, docs, count, tier, scores);
        Py_END_ALLOW_THREADS
    }
    bytes = failure ? raised(failure) : PyBytes_FromStringAndSize((const char *)scores, (Py_ssize_t)(count * sizeof *scores));
    free(clauses);
    free(docs);
    free(scores);
    return bytes;
}

static PyObject *match_evaluated(Match *match, PyObject *tree)
{
    const Format *format = &match->segment->format;
    Node root = {0};
    PyObject *bytes = NULL;
    uint8_t *tiers = malloc(DOCUMENTS);
    Failure failure = tiers ? NULL : OUT_OF_MEMORY;
    int is_taken = tiers && !take_node(match, tree, &root, 0);
    if (is_taken)
        failure = evaluate_all(format, &root, match->leaves, tiers);
    if (failure)
        raised(failure);
    else if (is_taken)
        bytes = PyBytes_FromStringAndSize((const char *)tiers, (Py_ssize_t)format->documents);
    free_node(&root);
    free(tiers);
    return bytes;
}

/* Take clauses, the operands of a node, and a flag for each document; return whether they are such. */
static int take_flagged(Match *match, PyObject *args, Node *clauses, const uint8_t **flags)
{
    PyObject *given, *given_flags;
    size_t length;
    if (!PyArg_ParseTuple(args, "OO", &given, &given_flags) || take_node(match, given, clauses, 0) < 0 ||
        !(*flags = held_buffer(match, given_flags, 1, &length)))
        return 0;
    if (length == match->segment->format.documents)
        return 1;
    PyErr_SetString(PyExc_ValueError, "not a flag for each document");
    return 0;
}

static PyObject *match_clause_frequencies(Match *match, PyObject *args)
{
    Node clauses = {0};
    const uint8_t *flags;
    PyObject *list = NULL;
    if (take_flagged(match, args, &clauses, &flags)) {
        size_t *frequencies = calloc(clauses.child_count + 1, sizeof *frequencies);
        Failure failure = frequencies ? clause_frequencies(&match->segment->format, clauses.children,
                                                           clauses.child_count, match->leaves, flags, frequencies)
                                      : OUT_OF_MEMORY;
        list = failure ? raised(failure) : PyList_New((Py_ssize_t)clauses.child_count);
        for (size_t i = 0; list && i < clauses.child_count; i++)
            PyList_SetItem(list, (Py_ssize_t)i, PyLong_FromSize_t(frequencies[i]));
        free(frequencies);
    }
    free_node(&clauses);
    return list;
}

static PyObject *match_most_clauses(Match *match, PyObject *args)
{
    Node clauses = {0};
    const uint8_t *flags;
    size_t most;
    PyObject *number = NULL;
    if (take_flagged(match, args, &clauses, &flags)) {
        Failure failure = most_clauses(&match->segment->format, clauses.children, clauses.child_count, match->leaves,
                                       flags, &most);
        number = failure ? raised(failure) : PyLong_FromSize_t(most);
    }
    free_node(&clauses);
    return number;
}

static double *parsed_shares(PyObject *given, size_t count)
{
    double *shares = calloc(count + 1, sizeof *shares);
    if (!shares)
        return (double *)PyErr_NoMemory();
    for (size_t i = 0; i < count; i++)
        shares[i] = PyFloat_AsDouble(PyTuple_GetItem(given, (Py_ssize_t)i));
    if (!PyErr_Occurred())
        return shares;
    free(shares);
    return NULL;
}

static PyObject *match_close(Match *match, PyObject *args)
{
    Node clauses = {0};
    PyObject *given, *given_shares, *found = NULL;
    double least, *shares = NULL;
    Close close = {0};
    if (!PyArg_ParseTuple(args, "OO!d", &given, &PyTuple_Type, &given_shares, &least))
        return NULL;
    if (!take_node(match, given, &clauses, 0) && (shares = parsed_shares(given_shares, clauses.child_count))) {
        Failure failure;
        Py_BEGIN_ALLOW_THREADS
        failure = find_close(&match->segment->format, clauses.children, shares, clauses.child_count, match->leaves,
                             least, &close);
        Py_END_ALLOW_THREADS
        found = failure ? raised(failure)
                        : Py_BuildValue("y#y#y#", close.docs, (Py_ssize_t)(close.count * sizeof *close.docs),
                                        close.shares, (Py_ssize_t)(close.count * sizeof *close.shares), close.tiers,
                                        (Py_ssize_t)(close.count * clauses.child_count));
    }
    free_node(&clauses);
    free_close(&close);
    free(shares);
    return found;
}

static uint16_t *parsed_docs(const Match *match, PyObject *given, size_t *count)
{
    *count = (size_t)PyTuple_Size(given);
    uint16_t *docs = malloc((*count + 1) * sizeof *docs);
    if (!docs)
        return (uint16_t *)PyErr_NoMemory();
    for (size_t i = 0; i < *count; i++) {
        size_t doc = PyLong_AsSize_t(PyTuple_GetItem(given, (Py_ssize_t)i));
        if (PyErr_Occurred() || doc >= match->segment->format.documents) {
            if (!PyErr_Occurred())
                PyErr_SetString(PyExc_IndexError, "no such document");
            free(docs);
            return NULL;
        }
        docs[i] = (uint16_t)doc;
    }
    return docs;
}

static PyObject *match_lead_tokens(Match *match, PyObject *given)
{
    size_t count, tokens = 0;
    if (!PyTuple_Check(given))
        return PyErr_Format(PyExc_TypeError, "a tuple of documents");
    uint16_t *docs = parsed_docs(match, given, &count);
    if (!docs)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        Range lead;
        if (!row_range(&match->segment->format.lead_starts, docs[i], match->segment->format.lead_terms.length, &lead)) {
            free(docs);
            return raised("lead_starts");
        }
        tokens += lead.end - lead.start;
    }
    free(docs);
    return PyLong_FromSize_t(tokens);
}

static int parse_units(const Match *match, PyObject *given, Unit *units, int *all_found)
{
    for (Py_ssize_t i = 0; i < PyTuple_Size(given); i++) {
        Py_ssize_t first, second = -1;
        if (!PyArg_ParseTuple(PyTuple_GetItem(given, i), "n|n", &first, &second))
            return -1;
        units[i].word_count = second < 0 ? 1 : 2;
        units[i].words[0] = word_at(match, first);
        units[i].words[1] = second < 0 ? units[i].words[0] : word_at(match, second);
        if (!units[i].words[0] || !units[i].words[1])
            return -1;
        *all_found &= units[i].words[0]->found && units[i].words[1]->found;
    }
    return 0;
}

static PyObject *match_nearness(Match *match, PyObject *args)
{
    PyObject *given_units, *given_docs, *list = NULL;
    int tier, lead_words, all_found = 1;
    size_t count;
    Failure failure = NULL;
    if (!PyArg_ParseTuple(args, "O!iiO!", &PyTuple_Type, &given_units, &tier, &lead_words, &PyTuple_Type, &given_docs))
        return NULL;
    uint16_t *docs = parsed_docs(match, given_docs, &count);
    if (!docs)
        return NULL;
    size_t unit_count = (size_t)PyTuple_Size(given_units);
    Unit *units = calloc(unit_count + 1, sizeof *units);
    double *near = calloc(count + 1, sizeof *near);
    if (!units || !near)
        PyErr_NoMemory();
    else if (!parse_units(match, given_units, units, &all_found)) {
        if (all_found) {
            Py_BEGIN_ALLOW_THREADS
            failure = nearness(&match->segment->format, units, unit_count, tier, lead_words, docs, count, near);
            Py_END_ALLOW_THREADS
        }
        list = failure ? raised(failure) : PyList_New((Py_ssize_t)count);
        for (size_t i = 0; list && i < count; i++)
            PyList_SetItem(list, (Py_ssize_t)i, PyFloat_FromDouble(near[i]));
    }
    free(docs);
    free(units);
    free(near);
    return list;
}

/* The module */

static PyMethodDef segment_methods[] = {
    {"match", (PyCFunction)segment_match, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};
static PyType_Slot segment_slots[] = {
    {Py_tp_new, segment_new},
    {Py_tp_dealloc, segment_free},
    {Py_tp_methods, segment_methods},
    {0, NULL},
};
static PyType_Spec segment_spec = {"indexer.engines.arrays.kernel._kernel.SegmentKernel", sizeof(Segment), 0,
                                   Py_TPFLAGS_DEFAULT, segment_slots};

static PyMethodDef match_methods[] = {
    {"docs", (PyCFunction)match_docs, METH_NOARGS, NULL},
    {"tiers", (PyCFunction)match_tiers, METH_NOARGS, NULL},
    {"steps", (PyCFunction)match_steps, METH_NOARGS, NULL},
    {"keep", (PyCFunction)match_keep, METH_O, NULL},
    {"tier_counts", (PyCFunction)match_tier_counts, METH_NOARGS, NULL},
    {"frequencies", (PyCFunction)match_frequencies, METH_VARARGS, NULL},
    {"posting_counts", (PyCFunction)match_posting_counts, METH_VARARGS, NULL},
    {"value_counts", (PyCFunction)match_value_counts, METH_VARARGS, NULL},
    {"top", (PyCFunction)match_top, METH_VARARGS, NULL},
    {"scores", (PyCFunction)match_scores, METH_VARARGS, NULL},
    {"evaluated", (PyCFunction)match_evaluated, METH_O, NULL},
    {"clause_frequencies", (PyCFunction)match_clause_frequencies, METH_VARARGS, NULL},
    {"most_clauses", (PyCFunction)match_most_clauses, METH_VARARGS, NULL},
    {"close", (PyCFunction)match_close, METH_VARARGS, NULL},
    {"lead_tokens", (PyCFunction)match_lead_tokens, METH_O, NULL},
    {"nearness", (PyCFunction)match_nearness, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};
static PyType_Slot match_slots[] = {
    {Py_tp_dealloc, match_free},
    {Py_tp_methods, match_methods},
    {0, NULL},
};
static PyType_Spec match_spec = {"indexer.engines.arrays.kernel._kernel.Match", sizeof(Match), 0,
                                 Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, match_slots};

static PyMethodDef module_methods[] = {
    {"tokens_by_term", tokens_by_term, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "_kernel", NULL, -1, module_methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__kernel(void)
{
    fill_ratios();
    PyObject *module = PyModule_Create(&definition);
    PyObject *segment_type = PyType_FromSpec(&segment_spec);
    PyObject *table_type = PyType_FromSpec(&chunk_table_spec);
    match_type = (PyTypeObject *)PyType_FromSpec(&match_spec);
    if (!module || !segment_type || !table_type || !match_type ||
        PyModule_AddIntConstant(module, "VERSION", VERSION) < 0 ||
        PyModule_AddObjectRef(module, "SegmentKernel", segment_type) < 0 ||
        PyModule_AddObjectRef(module, "ChunkTable", table_type) < 0)
        return NULL;
    Py_DECREF(segment_type);
    Py_DECREF(table_type);
    return module;
}
