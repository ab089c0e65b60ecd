/* Which posting lists does a word, or two next to each other, stand for in a segment? */

#include <stdlib.h>
#include <string.h>

#include "kernel.h"

#define PATTERN 20000   /* the steps to prepare a pattern, and to scan and collect a term, as without the kernel */
#define PATTERN_TERM 90
#define FEW_TERMS 8 /* up to this many terms are read one by one: see `PostingsReader.of_terms` */

void free_leaf(Leaf *leaf)
{
    free(leaf->lists);
    free(leaf->groups);
    free(leaf->tiers);
    free(leaf->own);
}

void free_spellings(Spellings *spellings)
{
    free(spellings->tiers);
}

/* Make room for one more entry; return the entries, or NULL. */
void *grown(void *entries, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return entries;
    size_t wanted = *room ? 2 * *room : 4;
    void *moved = realloc(entries, wanted * size);
    if (moved)
        *room = wanted;
    return moved;
}

Failure add_group(Leaf *leaf, int tier, int is_union)
{
    Group *groups = grown(leaf->groups, leaf->group_count, &leaf->group_room, sizeof(Group));
    if (!groups)
        return OUT_OF_MEMORY;
    leaf->groups = groups;
    groups[leaf->group_count++] = (Group){tier, is_union, leaf->list_count, leaf->list_count};
    return NULL;
}

/* Add a list to the last group. */
Failure add_list(Leaf *leaf, List list)
{
    List *lists = grown(leaf->lists, leaf->list_count, &leaf->list_room, sizeof(List));
    if (!lists)
        return OUT_OF_MEMORY;
    leaf->lists = lists;
    lists[leaf->list_count++] = list;
    leaf->groups[leaf->group_count - 1].end = leaf->list_count;
    leaf->size += list.size;
    return NULL;
}

static uint64_t prefix_number(const uint8_t *term, size_t length)
{
    uint64_t number = 0;
    for (size_t i = 0; i < PREFIX; i++)
        number = number << 8 | (i < length ? term[i] : 0);
    return number;
}

/* Return the first of ascending numbers in a range that is not below `number`. */
static size_t lower_bound(const Array *array, size_t low, size_t high, uint64_t number)
{
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (at(array, middle) < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Compare a folded term of the segment with another one, as `memcmp` does. */
static Failure compare_term(const Format *format, size_t folded, const Word *word, int *order)
{
    size_t start = folded ? at(&format->folded_ends, folded - 1) : 0, end = at(&format->folded_ends, folded);
    if (start >= end || end > format->folded_terms.length)
        return "folded_ends";
    size_t length = end - 1 - start;
    size_t shared = length < word->length ? length : word->length;
    *order = memcmp((const uint8_t *)format->folded_terms.data + start, word->term, shared);
    if (!*order)
        *order = (length > word->length) - (length < word->length);
    return NULL;
}

/* Set the number of a folded term, or the number of terms if there is none: `TermDictionary.find`. */
static Failure find_term(const Format *format, const Word *word, size_t *found)
{
    uint64_t prefix = prefix_number(word->term, word->length);
    size_t low = lower_bound(&format->folded_prefixes, 0, format->folded, prefix), high;
    *found = format->folded;
    if (low == format->folded || at(&format->folded_prefixes, low) != prefix)
        return NULL;
    if (word->length < PREFIX) {
        *found = low;
        return NULL;
    }
    high = format->folded;
    if (prefix < UINT64_MAX)
        high = lower_bound(&format->folded_prefixes, low, format->folded, prefix + 1);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order;
        Failure failure = compare_term(format, middle, word, &order);
        if (failure)
            return failure;
        if (!order) {
            *found = middle;
            return NULL;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* Return the tier in which typed accents match those of a spelling: `matching_spellings`. */
static int accent_tier(uint64_t typed, uint64_t accents, int cap, int respelled)
{
    int tier = accents == typed ? 0 : (accents & typed) == typed ? 1 : accents ? 3 : 2;
    if (respelled && tier < FULLER)
        tier = FULLER;
    return tier <= cap ? tier : NO_MATCH;
}

/* Find the spellings of a word that match: `TermExpander.spellings`. */
Failure find_spellings(const Format *format, const Word *word, Spellings *spellings)
{
    Failure failure = find_term(format, word, &spellings->folded);
    spellings->is_text = word->length && word->term[0] == TEXT;
    if (failure || spellings->folded == format->folded)
        return failure;
    if (!row_range(&format->surface_starts, spellings->folded, format->surfaces, &spellings->surfaces))
        return "surface_starts";
    if (word->ignores_accents && !word->respelled) {
        spellings->found = spellings->ignores_accents = 1;
        return NULL;
    }
    size_t count = spellings->surfaces.end - spellings->surfaces.start;
    spellings->tiers = malloc(count ? count : 1);
    if (!spellings->tiers)
        return OUT_OF_MEMORY;
    for (size_t i = 0; i < count; i++) {
        uint64_t accents = at(&format->surface_accents, spellings->surfaces.start + i);
        spellings->tiers[i] = (uint8_t)accent_tier(word->accents, accents, word->cap, word->respelled);
        spellings->found |= spellings->tiers[i] != NO_MATCH;
    }
    return NULL;
}

/* Return the row of a frequent term, or the number of rows if its postings are a list. */
static size_t dense_row(const Format *format, size_t term)
{
    size_t row = lower_bound(&format->dense_terms, 0, format->dense_terms.length, term);
    return row < format->dense_terms.length && at(&format->dense_terms, row) == term ? row : format->dense_terms.length;
}

/* Add the postings of a term to the last group. */
static Failure add_term(const Format *format, Leaf *leaf, size_t term)
{
    Range range;
    size_t row = dense_row(format, term);
    if (row < format->dense_terms.length) {
        const uint8_t *impacts = (const uint8_t *)format->dense.data + row * format->documents;
        return add_list(leaf, (List){NULL, impacts, at(&format->dense_counts, row)});
    }
    if (!row_range(&format->posting_starts, term, format->docs.length, &range))
        return "posting_starts";
    const uint16_t *docs = (const uint16_t *)format->docs.data + range.start;
    return add_list(leaf, (List){docs, (const uint8_t *)format->impacts.data + range.start, range.end - range.start});
}

/* Add the terms of a tier: each as a group or, if they are many, the rare ones as a union. */
static Failure add_terms(const Format *format, const Spellings *spellings, int tier, size_t count, Leaf *leaf)
{
    size_t spelling_count = spellings->surfaces.end - spellings->surfaces.start;
    size_t first = format->folded + spellings->surfaces.start;
    Failure failure = count > FEW_TERMS ? add_group(leaf, tier, 1) : NULL;
    /* Of many terms, rows come after the union of all lists. */
    for (int rows = 0; rows <= (count > FEW_TERMS); rows++)
        for (size_t i = 0; i < spelling_count && !failure; i++) {
            if (spellings->tiers[i] != tier)
                continue;
            size_t term = first + i;
            if (count > FEW_TERMS && (dense_row(format, term) < format->dense_terms.length) != rows)
                continue;
            if (count <= FEW_TERMS || rows)
                failure = add_group(leaf, tier, 0);
            if (!failure)
                failure = add_term(format, leaf, term);
        }
    return failure;
}

/* Add the lists of a word by tier, the worst first: `expansion_of`. */
Failure add_word(const Format *format, const Spellings *spellings, Leaf *leaf)
{
    size_t counts[TIERS] = {0}, matching = 0, spelling_count = spellings->surfaces.end - spellings->surfaces.start;
    int worst = 0;
    Failure failure = NULL;
    if (spellings->ignores_accents) {
        failure = add_group(leaf, 0, 0);
        return failure ? failure : add_term(format, leaf, spellings->folded);
    }
    for (size_t i = 0; i < spelling_count; i++)
        if (spellings->tiers[i] != NO_MATCH) {
            counts[spellings->tiers[i]]++;
            matching++;
            worst = spellings->tiers[i] > worst ? spellings->tiers[i] : worst;
        }
    leaf->nested = matching == spelling_count;
    if (leaf->nested) {
        failure = add_group(leaf, worst, 0);
        if (!failure)
            failure = add_term(format, leaf, spellings->folded);
        counts[worst] = 0;
    }
    for (int tier = worst; tier >= 0 && !failure; tier--)
        if (counts[tier])
            failure = add_terms(format, spellings, tier, counts[tier], leaf);
    return failure;
}

/* Set the folded terms that start with a prefix of at most PREFIX bytes: `TermDictionary.starting_with`. */
static Range terms_starting_with(const Format *format, const uint8_t *prefix, size_t length)
{
    uint64_t first = prefix_number(prefix, length), step = length < PREFIX ? (uint64_t)1 << 8 * (PREFIX - length) : 1;
    size_t low = lower_bound(&format->folded_prefixes, 0, format->folded, first), high = format->folded;
    if (first <= UINT64_MAX - step)
        high = lower_bound(&format->folded_prefixes, low, format->folded, first + step);
    return (Range){low, high};
}

/* Add the lists of many consecutive folded terms: those that have lists are one slice, the rows follow. */
static Failure add_consecutive(const Format *format, Range terms, Leaf *leaf)
{
    size_t start = at(&format->posting_starts, terms.start), end = at(&format->posting_starts, terms.end);
    if (start > end || end > format->docs.length)
        return "posting_starts";
    const uint16_t *docs = (const uint16_t *)format->docs.data + start;
    Failure failure = add_group(leaf, 0, 1);
    if (!failure)
        failure = add_list(leaf, (List){docs, (const uint8_t *)format->impacts.data + start, end - start});
    size_t row = lower_bound(&format->dense_terms, 0, format->dense_terms.length, terms.start);
    for (; row < format->dense_terms.length && !failure && at(&format->dense_terms, row) < terms.end; row++)
        if (!(failure = add_group(leaf, 0, 0)))
            failure = add_term(format, leaf, at(&format->dense_terms, row));
    return failure;
}

/* Add the lists of all words that start with some letters, accents ignored: `PatternExpander`. */
Failure add_prefix(const Format *format, const uint8_t *prefix, size_t length, Leaf *leaf, size_t *steps)
{
    Range terms = terms_starting_with(format, prefix, length);
    Failure failure = NULL;
    *steps += PATTERN + (terms.end - terms.start) * PATTERN_TERM;
    if (terms.end - terms.start > FEW_TERMS)
        return add_consecutive(format, terms, leaf);
    for (size_t term = terms.start; term < terms.end && !failure; term++)
        if (!(failure = add_group(leaf, 0, 0)))
            failure = add_term(format, leaf, term);
    return failure;
}

/* Set the surface bigrams of two folded terms: `Bigrams.of_terms`. */
Failure find_surface_bigrams(const Format *format, size_t first, size_t second, Range *range)
{
    Range bigrams;
    *range = (Range){0, 0};
    if (!row_range(&format->bigram_starts, first, format->bigram_seconds.length, &bigrams))
        return "bigram_starts";
    size_t bigram = lower_bound(&format->bigram_seconds, bigrams.start, bigrams.end, second);
    if (bigram == bigrams.end || at(&format->bigram_seconds, bigram) != second)
        return NULL;
    return row_range(&format->surface_bigram_starts, bigram, format->surface_bigram_firsts.length, range)
               ? NULL
               : "surface_bigram_starts";
}

static int is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

/* Set how many positions a surface term takes: the number after the tab, else 1: `TermDictionary.widths`. */
Failure surface_width(const Format *format, size_t surface, int64_t *width)
{
    size_t start = surface ? at(&format->surface_ends, surface - 1) : 0, end = at(&format->surface_ends, surface);
    const uint8_t *text = format->surface_terms.data;
    int64_t number = 0, unit = 1;
    *width = 1;
    if (start >= end || end > format->surface_terms.length)
        return "surface_ends";
    for (size_t i = end - 1; i-- > start && unit < 1000000 && (is_digit(text[i]) || text[i] == '\t');) {
        if (text[i] == '\t') {
            *width = number ? number : 1;
            break;
        }
        number += unit * (text[i] - '0');
        unit *= 10;
    }
    return NULL;
}

/* Set the tier of a spelling, by its number in a surface bigram; return whether there is such a spelling. */
static int spelling_tier(const Spellings *spellings, uint64_t spelling, int *tier)
{
    if (spelling >= spellings->surfaces.end - spellings->surfaces.start)
        return 0;
    *tier = spellings->ignores_accents ? 0 : spellings->tiers[spelling];
    return 1;
}

/* Set the tier in which a surface bigram matches two words, the worse one of both. */
Failure bigram_tier(const Spellings *first, const Spellings *second, const Format *format, size_t bigram, int *tier)
{
    int one, other;
    if (!spelling_tier(first, at(&format->surface_bigram_firsts, bigram), &one))
        return "surface_bigram_firsts";
    if (!spelling_tier(second, at(&format->surface_bigram_seconds, bigram), &other))
        return "surface_bigram_seconds";
    *tier = one > other ? one : other;
    return NULL;
}

static Failure add_surface_bigrams(const Format *format, Leaf *leaf, const size_t *bigrams, size_t count, int tier)
{
    Failure failure = add_group(leaf, tier, count != 1);
    for (size_t i = 0; i < count && !failure; i++) {
        Range range;
        if (!row_range(&format->bigram_posting_starts, bigrams[i], format->bigram_docs.length, &range))
            return "bigram_posting_starts";
        const uint16_t *docs = (const uint16_t *)format->bigram_docs.data + range.start;
        const uint8_t *impacts = (const uint8_t *)format->bigram_impacts.data + range.start;
        failure = add_list(leaf, (List){docs, impacts, range.end - range.start});
    }
    return failure;
}

/* Add the lists of two words next to each other by tier, the worst first: `adjacent`. */
Failure add_bigram(const Format *format, const Spellings *first, const Spellings *second, Leaf *leaf)
{
    Range range;
    Failure failure = find_surface_bigrams(format, first->folded, second->folded, &range);
    size_t count = range.end - range.start, counts[TIERS] = {0};
    if (failure || !count)
        return failure;
    uint8_t *tiers = malloc(count);
    size_t *chosen = malloc(count * sizeof *chosen);
    if (!tiers || !chosen)
        failure = OUT_OF_MEMORY;
    for (size_t i = 0; i < count && !failure; i++) {
        int tier;
        failure = bigram_tier(first, second, format, range.start + i, &tier);
        if (!failure && (tiers[i] = (uint8_t)tier) != NO_MATCH)
            counts[tier]++;
    }
    for (int tier = TIERS - 1; tier >= 0 && !failure; tier--) {
        size_t own = 0;
        for (size_t i = 0; counts[tier] && i < count; i++)
            if (tiers[i] == tier)
                chosen[own++] = range.start + i;
        if (own)
            failure = add_surface_bigrams(format, leaf, chosen, own, tier);
    }
    free(tiers);
    free(chosen);
    return failure;
}
