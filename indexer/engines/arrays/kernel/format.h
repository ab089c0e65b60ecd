/* The arrays of a segment, as docs/index-format.md describes them, and the only ways to read them.
 *
 * Nothing here trusts the file: a number that was read is compared with the length of what it points into before it is
 * used. A number of a document needs no such check: it has 16 bits, and whatever is indexed by it has 65,536 entries.
 */
#ifndef TIMDAU_FORMAT_H
#define TIMDAU_FORMAT_H

#include <stddef.h>
#include <stdint.h>

#define DOCUMENTS 65536 /* the most documents of a segment */
#define NO_MATCH 255    /* the tier of what does not match */
#define TIERS 4
#define FULLER 1 /* the tier of a word with more accents than were typed */
#define LEVELS 255 /* an impact of c stands for a saturation of c / LEVELS */
#define PREFIX 8
#define TEXT 't'        /* the letter of the field that words have if none is named */
#define TITLE_WEIGHT 2  /* how much more than others an occurrence in the title counts */
#define CHECKPOINT 64   /* the number of preceding positions is stored for one posting in this many */

/* name, bytes of a number, or 0 if the file chooses the width */
#define EACH_ARRAY(ARRAY)                   \
    ARRAY(folded_prefixes, 8)               \
    ARRAY(folded_ends, 0)                   \
    ARRAY(folded_terms, 1)                  \
    ARRAY(surface_starts, 0)                \
    ARRAY(surface_accents, 8)               \
    ARRAY(surface_ends, 0)                  \
    ARRAY(surface_terms, 1)                 \
    ARRAY(posting_starts, 0)                \
    ARRAY(docs, 2)                          \
    ARRAY(impacts, 1)                       \
    ARRAY(dense_terms, 0)                   \
    ARRAY(dense_counts, 0)                  \
    ARRAY(dense, 1)                         \
    ARRAY(bigram_starts, 0)                 \
    ARRAY(bigram_seconds, 0)                \
    ARRAY(surface_bigram_starts, 0)         \
    ARRAY(surface_bigram_firsts, 0)         \
    ARRAY(surface_bigram_seconds, 0)        \
    ARRAY(bigram_posting_starts, 0)         \
    ARRAY(bigram_docs, 2)                   \
    ARRAY(bigram_impacts, 1)                \
    ARRAY(bigram_frequencies, 0)            \
    ARRAY(bigram_checkpoints, 0)            \
    ARRAY(bigram_positions, 0)              \
    ARRAY(profiles, 0)                      \
    ARRAY(profile_starts, 0)                \
    ARRAY(profile_values, 0)                \
    ARRAY(newest, 0)                        \
    ARRAY(title_ends, 0)                    \
    ARRAY(lead_starts, 0)                   \
    ARRAY(lead_terms, 0)                    \
    ARRAY(lead_positions, 0)                \
    ARRAY(norms, 4) /* one over the length norm, float, which the segment's reader computes */

typedef struct {
    const void *data;
    size_t length;
    int width;
} Array;

typedef struct {
#define ARRAY(name, width) Array name;
    EACH_ARRAY(ARRAY)
#undef ARRAY
    size_t documents;
    size_t folded; /* the number of folded terms */
    size_t surfaces; /* and of surface terms */
} Format;

typedef struct {
    size_t start, end;
} Range;

/* Return a number of an array; `index` must be below its length. */
static inline uint64_t at(const Array *array, size_t index)
{
    switch (array->width) {
    case 1: return ((const uint8_t *)array->data)[index];
    case 2: return ((const uint16_t *)array->data)[index];
    case 4: return ((const uint32_t *)array->data)[index];
    default: return ((const uint64_t *)array->data)[index];
    }
}

/* Set the range of a row in CSR offsets; return whether it lies within `limit` entries. */
static inline int row_range(const Array *starts, size_t row, size_t limit, Range *range)
{
    if (starts->length < 2 || row > starts->length - 2)
        return 0;
    range->start = at(starts, row);
    range->end = at(starts, row + 1);
    return range->start <= range->end && range->end <= limit;
}

#endif
