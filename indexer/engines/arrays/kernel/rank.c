/* How much do clauses add to the score of a document, which documents come first, and how near are words to each other?
 *
 * Floating-point operations have the types and the order of `scorer.py`, so that both agree to the bit.
 */

#include <stdlib.h>
#include <string.h>

#include "kernel.h"

typedef struct {
    uint8_t *impacts; /* of each candidate, as all below */
    double *ratios;
    float *values; /* of the clause at hand */
    float *scores;
} Scores;

/* The x of each impact, `RATIO`. No posting has the impact LEVELS; a damaged one must not divide by zero. */
static double ratio_of[LEVELS + 1];

void fill_ratios(void)
{
    for (int impact = 0; impact < LEVELS; impact++)
        ratio_of[impact] = (double)impact / (double)(LEVELS - impact);
    ratio_of[LEVELS] = ratio_of[LEVELS - 1];
}

/* Add the x of the postings of one term in each candidate. */
static void add_ratios(const List *list, const uint16_t *docs, size_t count, Scores *scores)
{
    impacts_of(list, 0, docs, count, scores->impacts);
    for (size_t i = 0; i < count; i++)
        scores->ratios[i] += ratio_of[scores->impacts[i]];
}

/* Add the sum of x of the postings of a union in each candidate: `UnionPostings.ratios`. */
static void add_union(const List *lists, const List *end, const uint16_t *docs, size_t count, double *ratios)
{
    double *sums = sums_by_doc();
    for (const List *list = lists; list < end; list++)
        for (size_t i = 0; list->docs && i < list->size; i++)
            sums[list->docs[i]] += ratio_of[list->impacts[i]];
    for (size_t i = 0; i < count; i++)
        ratios[i] += sums[docs[i]];
    for (const List *list = lists; list < end; list++)
        for (size_t i = 0; list->docs && i < list->size; i++)
            sums[list->docs[i]] = 0;
}

/* Set weight times saturation of a clause in each candidate: `MatchedPostings.scores`. */
static void score_clause(const Leaf *leaf, double weight, int tier, const uint16_t *docs, size_t count, Scores *scores,
                         float *values)
{
    size_t first, end;
    float factor = (float)(weight / LEVELS);
    up_to(leaf, tier, &first, &end);
    if (end == first + 1 && !leaf->groups[first].is_union) {
        impacts_of(&leaf->lists[leaf->groups[first].first], 0, docs, count, scores->impacts);
        for (size_t i = 0; i < count; i++)
            values[i] = (float)scores->impacts[i] * factor;
        return;
    }
    memset(scores->ratios, 0, count * sizeof *scores->ratios);
    for (const Group *group = leaf->groups + first; group < leaf->groups + end; group++)
        if (group->is_union)
            add_union(leaf->lists + group->first, leaf->lists + group->end, docs, count, scores->ratios);
        else
            add_ratios(leaf->lists + group->first, docs, count, scores);
    for (size_t i = 0; i < count; i++)
        values[i] = (float)(LEVELS * scores->ratios[i] / (1 + scores->ratios[i])) * factor;
}

/* Return the first of some clauses that is the same as another one, `end` if there is none. */
static size_t find_clause(const Clause *clauses, size_t start, size_t end, const Clause *wanted)
{
    while (start < end && (clauses[start].leaf != wanted->leaf || clauses[start].weight != wanted->weight))
        start++;
    return start;
}

static void add_values(const float *restrict values, size_t count, float *restrict scores)
{
    for (size_t i = 0; i < count; i++)
        scores[i] += values[i];
}

/* Add what a clause adds. A query may repeat a word a hundred times: its values are kept until the last time. */
static Failure add_clause(const Leaf *leaves, const Clause *clauses, size_t clause_count, size_t number, int tier,
                          const uint16_t *docs, size_t count, Scores *scores, float **kept)
{
    const Clause *clause = &clauses[number];
    size_t first = find_clause(clauses, 0, number, clause);
    int is_last = find_clause(clauses, number + 1, clause_count, clause) == clause_count;
    if (first == number && !is_last && !(kept[first] = malloc((count + 1) * sizeof(float))))
        return OUT_OF_MEMORY;
    float *values = kept[first] ? kept[first] : scores->values;
    if (first == number)
        score_clause(&leaves[clause->leaf], clause->weight, tier, docs, count, scores, values);
    add_values(values, count, scores->scores);
    if (is_last) {
        free(kept[first]);
        kept[first] = NULL;
    }
    return NULL;
}

static int comes_before(const Scored *one, const Scored *other)
{
    return one->score > other->score || (one->score == other->score && one->ordinal < other->ordinal);
}

static int by_rank(const void *one, const void *other)
{
    return comes_before(one, other) ? -1 : comes_before(other, one);
}

/* Move an entry of a heap, whose root comes last of all, down to its place. */
static void sink(Scored *heap, size_t count, size_t place)
{
    for (;;) {
        size_t last = place, left = 2 * place + 1;
        for (size_t child = left; child < left + 2 && child < count; child++)
            if (comes_before(&heap[last], &heap[child]))
                last = child;
        if (last == place)
            return;
        Scored moved = heap[place];
        heap[place] = heap[last];
        heap[last] = moved;
        place = last;
    }
}

/* Keep the first documents by score, then by ordinal: `first_by_score`. */
static size_t first_scored(const Format *format, const uint16_t *docs, const float *scores, size_t count, size_t wanted,
                           Scored *heap)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == wanted && scores[i] < heap[0].score)
            continue;
        Scored each = {scores[i], (uint32_t)at(&format->newest, docs[i]), docs[i]};
        if (kept < wanted) {
            heap[kept++] = each;
            if (kept == wanted)
                for (size_t place = kept / 2; place-- > 0;)
                    sink(heap, kept, place);
        } else if (comes_before(&each, &heap[0])) {
            heap[0] = each;
            sink(heap, kept, 0);
        }
    }
    if (kept)
        qsort(heap, kept, sizeof *heap, by_rank);
    return kept;
}

/* Add the scores of documents that match with a tier: `Scorer.scores`. */
Failure add_scores(const Leaf *leaves, const Clause *clauses, size_t clause_count, const uint16_t *docs, size_t count,
                   int tier, float *scores)
{
    Scores work = {malloc(count + 1), malloc((count + 1) * sizeof(double)), malloc((count + 1) * sizeof(float)), scores};
    float **kept = calloc(clause_count + 1, sizeof *kept);
    Failure failure = work.impacts && work.ratios && work.values && kept ? NULL : OUT_OF_MEMORY;
    for (size_t i = 0; i < clause_count && !failure; i++)
        failure = add_clause(leaves, clauses, clause_count, i, tier, docs, count, &work, kept);
    for (size_t i = 0; kept && i < clause_count; i++)
        free(kept[i]);
    free(kept);
    free(work.impacts);
    free(work.ratios);
    free(work.values);
    return failure;
}

/* Score documents of a tier, and set the first ones in order. `scored` has room for `wanted`. */
Failure top_scored(const Format *format, const Leaf *leaves, const Clause *clauses, size_t clause_count,
                   const uint16_t *docs, size_t count, int tier, size_t wanted, Scored *scored, size_t *scored_count)
{
    float *scores = calloc(count + 1, sizeof *scores);
    Failure failure = scores ? add_scores(leaves, clauses, clause_count, docs, count, tier, scores) : OUT_OF_MEMORY;
    *scored_count = failure || !wanted ? 0 : first_scored(format, docs, scores, count, wanted, scored);
    free(scores);
    return failure;
}

/* A place in a document where a word of a unit stands: where it starts, and the position after it. */
typedef struct {
    int64_t start, end;
    size_t unit;
} Occurrence;

typedef struct {
    Occurrence *each;
    size_t count, room;
} Occurrences;

static Failure add_occurrence(Occurrences *found, Occurrence occurrence)
{
    Occurrence *each = grown(found->each, found->count, &found->room, sizeof *each);
    if (!each)
        return OUT_OF_MEMORY;
    found->each = each;
    each[found->count++] = occurrence;
    return NULL;
}

/* Return whether a surface term is a spelling that matches with a tier up to this one. */
static int is_spelling(const Spellings *word, uint64_t surface, int tier)
{
    if (surface < word->surfaces.start || surface >= word->surfaces.end)
        return 0;
    return word->ignores_accents || word->tiers[surface - word->surfaces.start] <= tier;
}

static int by_place(const void *one, const void *other)
{
    const Occurrence *left = one, *right = other;
    if (left->start != right->start)
        return left->start < right->start ? -1 : 1;
    return (left->end > right->end) - (left->end < right->end);
}

/* Add where a word stands among the tokens of a lead: `_matching`. */
static Failure add_word_occurrences(const Format *format, const Spellings *word, size_t unit, int tier, Range lead,
                                    Occurrences *found)
{
    for (size_t token = lead.start; token < lead.end; token++) {
        uint64_t surface = at(&format->lead_terms, token);
        int64_t width, start = (uint32_t)at(&format->lead_positions, token); /* a position has 32 bits */
        if (!is_spelling(word, surface, tier))
            continue;
        Failure failure = surface_width(format, surface, &width);
        if (failure || (failure = add_occurrence(found, (Occurrence){start, start + width, unit})))
            return failure;
    }
    return NULL;
}

/* Return the first of ordered occurrences that does not start before a position. */
static size_t first_from(const Occurrences *ordered, int64_t start)
{
    size_t low = 0, high = ordered->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ordered->each[middle].start < start)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Add where a unit stands within the lead of a document: `_occurrences`. */
static Failure add_unit(const Format *format, const Unit *unit, size_t number, int tier, Range lead, int64_t lead_end,
                        Occurrences parts[2], Occurrences *found)
{
    parts[0].count = parts[1].count = 0;
    Failure failure = add_word_occurrences(format, unit->words[0], number, tier, lead, &parts[0]);
    if (!failure && unit->word_count == 2)
        failure = add_word_occurrences(format, unit->words[1], number, tier, lead, &parts[1]);
    if (parts[1].count)
        qsort(parts[1].each, parts[1].count, sizeof *parts[1].each, by_place);
    for (size_t i = 0; i < parts[0].count && !failure; i++) {
        Occurrence each = parts[0].each[i];
        if (unit->word_count == 1) {
            failure = each.end <= lead_end ? add_occurrence(found, each) : NULL;
            continue;
        }
        for (size_t next = first_from(&parts[1], each.end); next < parts[1].count && !failure; next++) {
            if (parts[1].each[next].start != each.end)
                break;
            if (parts[1].each[next].end <= lead_end)
                failure = add_occurrence(found, (Occurrence){each.start, parts[1].each[next].end, number});
        }
    }
    return failure;
}

/* Return how near the units are to each other in the shortest stretch that has all of them, 0 if none has. */
static double tightness(Occurrences *found, size_t unit_count, int words, int64_t *latest)
{
    double nearest = 0;
    for (size_t unit = 0; unit < unit_count; unit++)
        latest[unit] = -1;
    if (found->count)
        qsort(found->each, found->count, sizeof *found->each, by_place);
    for (size_t i = 0; i < found->count; i++) {
        const Occurrence *each = &found->each[i];
        int64_t first = each->start;
        latest[each->unit] = each->start;
        for (size_t unit = 0; unit < unit_count; unit++)
            first = latest[unit] < first ? latest[unit] : first;
        int64_t length = each->end - first > words ? each->end - first : words;
        double tight = (double)words / (double)length;
        nearest = first >= 0 && tight > nearest ? tight : nearest;
    }
    return nearest;
}

/* Set how near units are to each other in the lead of each document: `nearness`. */
Failure nearness(const Format *format, const Unit *units, size_t unit_count, int tier, int lead_words,
                 const uint16_t *docs, size_t count, double *near)
{
    Occurrences found = {NULL, 0, 0}, parts[2] = {{NULL, 0, 0}, {NULL, 0, 0}};
    int64_t *latest = malloc((unit_count + 1) * sizeof *latest);
    Failure failure = latest ? NULL : OUT_OF_MEMORY;
    size_t tokens = format->lead_terms.length;
    int words = 0;
    for (size_t unit = 0; unit < unit_count; unit++)
        words += units[unit].word_count;
    for (size_t i = 0; i < count && !failure; i++) {
        Range lead;
        int64_t title_end = (uint32_t)at(&format->title_ends, docs[i]);
        int64_t lead_end = (title_end > 1 ? title_end : 1) - 1 + lead_words;
        if (!row_range(&format->lead_starts, docs[i], tokens, &lead))
            failure = "lead_starts";
        found.count = 0;
        for (size_t unit = 0; unit < unit_count && !failure; unit++)
            failure = add_unit(format, &units[unit], unit, tier, lead, lead_end, parts, &found);
        if (!failure)
            near[i] = tightness(&found, unit_count, words, latest);
    }
    free(found.each);
    free(parts[0].each);
    free(parts[1].each);
    free(latest);
    return failure;
}
