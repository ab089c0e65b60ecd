/* Where do three words or more stand next to each other? Bigrams tell, every second one and the last: `chain`. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernel.h"

#define TIER_BITS 2 /* of a tier that is appended to a place */
#define PART 4000   /* the steps to read a bigram, and to read or compare one position */
#define POSITION 10

/* A place is one integer: the document in the upper bits, the position in the lower 32. */
typedef uint64_t Place;

typedef struct {
    Place start, end;
    int tier;
} PartOccurrence;

typedef struct {
    PartOccurrence *each;
    size_t count, room;
} PartOccurrences;

typedef struct {
    const Spellings *first, *second;
    Range bigrams; /* surface bigrams */
    int second_only; /* the first word is that of another part */
} Part;

typedef struct {
    Place *places; /* ascending and distinct, each with its best tier appended */
    size_t count;
} Ends;

/* Return the tier of a surface bigram, and the range of its postings; a tier of NO_MATCH has none. */
static Failure read_bigram(const Format *format, const Part *part, size_t bigram, int *tier, Range *postings)
{
    Failure failure = bigram_tier(part->first, part->second, format, bigram, tier);
    if (!failure && !row_range(&format->bigram_posting_starts, bigram, format->bigram_docs.length, postings))
        failure = "bigram_posting_starts";
    return failure;
}

/* Count the parts that each document has, in their order: those with as many as there are have all: `_in_all`. */
static Failure mark_documents(const Format *format, const Part *part, uint16_t number, uint16_t *matched)
{
    const uint16_t *docs = format->bigram_docs.data;
    for (size_t bigram = part->bigrams.start; bigram < part->bigrams.end; bigram++) {
        int tier;
        Range postings;
        Failure failure = read_bigram(format, part, bigram, &tier, &postings);
        if (failure)
            return failure;
        for (size_t i = postings.start; tier != NO_MATCH && i < postings.end; i++)
            if (matched[docs[i]] == number)
                matched[docs[i]] = (uint16_t)(number + 1);
    }
    return NULL;
}

static Failure add_part_occurrence(PartOccurrences *found, PartOccurrence occurrence)
{
    PartOccurrence *each = grown(found->each, found->count, &found->room, sizeof *each);
    if (!each)
        return OUT_OF_MEMORY;
    found->each = each;
    each[found->count++] = occurrence;
    return NULL;
}

/* Set how many positions precede those of a posting: `_positions_before`. */
static Failure positions_before(const Format *format, size_t posting, size_t *offset)
{
    size_t block = posting / CHECKPOINT;
    if (block >= format->bigram_checkpoints.length)
        return "bigram_checkpoints";
    *offset = at(&format->bigram_checkpoints, block);
    for (size_t i = block * CHECKPOINT; i < posting; i++)
        *offset += at(&format->bigram_frequencies, i);
    return NULL;
}

/* Add the occurrences of a surface bigram in documents that have all parts. */
static Failure add_bigram_occurrences(const Format *format, const Part *part, size_t bigram, uint16_t parts,
                                      const uint16_t *matched, PartOccurrences *found)
{
    int tier;
    Range postings;
    size_t offset = 0;
    int64_t widths[2];
    Failure failure = read_bigram(format, part, bigram, &tier, &postings);
    if (failure || tier == NO_MATCH || postings.start == postings.end)
        return failure;
    size_t first = part->first->surfaces.start + at(&format->surface_bigram_firsts, bigram);
    size_t second = part->second->surfaces.start + at(&format->surface_bigram_seconds, bigram);
    if ((failure = surface_width(format, first, &widths[0])) || (failure = surface_width(format, second, &widths[1])) ||
        (failure = positions_before(format, postings.start, &offset)))
        return failure;
    for (size_t i = postings.start; i < postings.end; i++) {
        size_t frequency = at(&format->bigram_frequencies, i), end = offset + frequency;
        uint16_t doc = ((const uint16_t *)format->bigram_docs.data)[i];
        if (end < offset || end > format->bigram_positions.length)
            return "bigram_positions";
        for (; matched[doc] == parts && offset < end; offset++) {
            Place start = ((Place)doc << 32) + at(&format->bigram_positions, offset), middle = start + (Place)widths[0];
            PartOccurrence each = {part->second_only ? middle : start, middle + (Place)widths[1], tier};
            if ((failure = add_part_occurrence(found, each)))
                return failure;
        }
        offset = end;
    }
    return NULL;
}

static int by_number(const void *one, const void *other)
{
    Place left = *(const Place *)one, right = *(const Place *)other;
    return (left > right) - (left < right);
}

/* Keep distinct places, ascending, each with its best tier: `_best_of_each`. */
static void keep_best(Ends *ends)
{
    size_t kept = 0;
    if (ends->count)
        qsort(ends->places, ends->count, sizeof *ends->places, by_number);
    for (size_t i = 0; i < ends->count; i++)
        if (!i || ends->places[i] >> TIER_BITS != ends->places[i - 1] >> TIER_BITS)
            ends->places[kept++] = ends->places[i];
    ends->count = kept;
}

/* Return the tier appended to a place, NO_MATCH if it is none of the ends. */
static int tier_at(const Ends *ends, Place place)
{
    size_t low = 0, high = ends->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ends->places[middle] >> TIER_BITS < place)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == ends->count || ends->places[low] >> TIER_BITS != place)
        return NO_MATCH;
    return (int)(ends->places[low] & ((1 << TIER_BITS) - 1));
}

/* Move the ends to those of the occurrences that start at one of them; at first, to all: `_extended`. */
static Failure extend(Ends *ends, int is_first, const PartOccurrences *part)
{
    Ends next = {malloc((part->count + 1) * sizeof *next.places), 0};
    if (!next.places)
        return OUT_OF_MEMORY;
    for (const PartOccurrence *each = part->each; each < part->each + part->count; each++) {
        int reached = is_first ? 0 : tier_at(ends, each->start);
        if (reached != NO_MATCH)
            next.places[next.count++] = each->end << TIER_BITS | (Place)(reached > each->tier ? reached : each->tier);
    }
    free(ends->places);
    *ends = next;
    keep_best(ends);
    return NULL;
}

/* Return the impact of a frequency in a document: `quantise`. */
static uint8_t impact_of(float frequency, float norm)
{
    float ratio = frequency * norm, level = rintf(LEVELS * ratio / (1 + ratio));
    if (!(level > 1)) /* or not a number, of a damaged norm */
        return 1;
    return (uint8_t)(level > LEVELS - 1 ? LEVELS - 1 : level);
}

/* Add the postings of each tier, the worst first: `_as_postings`. */
static Failure add_postings(const Format *format, const Ends *ends, int is_text, Leaf *leaf)
{
    uint16_t *docs = malloc((ends->count + 1) * (sizeof *docs + 1));
    uint8_t *impacts = (uint8_t *)(docs + ends->count);
    size_t added = 0;
    Failure failure = docs ? NULL : OUT_OF_MEMORY;
    leaf->own = docs;
    for (int tier = TIERS - 1; tier >= 0 && !failure; tier--) {
        size_t first = added;
        for (size_t i = 0; i < ends->count;) {
            size_t doc = ends->places[i] >> (32 + TIER_BITS);
            double frequency = 0;
            if (doc >= format->documents)
                return "bigram_docs";
            for (; i < ends->count && ends->places[i] >> (32 + TIER_BITS) == doc; i++) {
                uint32_t position = (uint32_t)(ends->places[i] >> TIER_BITS);
                if ((ends->places[i] & ((1 << TIER_BITS) - 1)) == (Place)tier)
                    frequency += 1 + TITLE_WEIGHT * (is_text && position <= at(&format->title_ends, doc));
            }
            if (frequency > 0) {
                docs[added] = (uint16_t)doc;
                impacts[added++] = impact_of((float)frequency, ((const float *)format->norms.data)[doc]);
            }
        }
        if (added > first && !(failure = add_group(leaf, tier, 0)))
            failure = add_list(leaf, (List){docs + first, impacts + first, added - first});
    }
    return failure;
}

/* Set the bigrams that make up a phrase: every second one and the last; return how many there are: `_bigram_parts`. */
static Failure find_parts(const Format *format, const Spellings **words, size_t word_count, Part *parts, size_t *count)
{
    for (size_t i = 0; i + 1 < word_count; i++) {
        Range bigrams;
        Failure failure = find_surface_bigrams(format, words[i]->folded, words[i + 1]->folded, &bigrams);
        if (failure || bigrams.start == bigrams.end) {
            *count = 0;
            return failure;
        }
        if (i % 2 == 0 || i + 2 == word_count)
            parts[(*count)++] = (Part){words[i], words[i + 1], bigrams, i % 2 != 0};
    }
    return NULL;
}

/* Find the ends of the phrase part by part. */
static Failure find_ends(const Format *format, const Part *parts, size_t count, size_t most, Ends *ends, size_t *steps)
{
    PartOccurrences found = {NULL, 0, 0};
    uint16_t *matched = calloc(DOCUMENTS, sizeof *matched);
    Failure failure = matched ? NULL : OUT_OF_MEMORY;
    for (size_t number = 0; number < count && !failure; number++)
        failure = mark_documents(format, &parts[number], (uint16_t)number, matched);
    for (size_t number = 0; number < count && !failure; number++) {
        found.count = 0;
        for (size_t bigram = parts[number].bigrams.start; bigram < parts[number].bigrams.end && !failure; bigram++)
            failure = add_bigram_occurrences(format, &parts[number], bigram, (uint16_t)count, matched, &found);
        *steps += PART + (ends->count + found.count) * POSITION;
        if (!failure)
            failure = *steps > most ? TOO_MUCH : extend(ends, !number, &found);
    }
    free(matched);
    free(found.each);
    return failure;
}

/* Add the postings of words that follow each other; `steps` grows by what it takes. */
Failure add_phrase(const Format *format, const Spellings **words, size_t word_count, size_t most, Leaf *leaf,
                   size_t *steps)
{
    Part *parts = calloc(word_count, sizeof *parts);
    Ends ends = {NULL, 0};
    size_t count = 0;
    Failure failure = parts ? find_parts(format, words, word_count, parts, &count) : OUT_OF_MEMORY;
    if (!failure && count)
        failure = find_ends(format, parts, count, most, &ends, steps);
    if (!failure && ends.count)
        failure = add_postings(format, &ends, words[0]->is_text, leaf);
    free(parts);
    free(ends.places);
    return failure;
}
