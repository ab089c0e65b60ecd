/* Which documents match a tree of leaves, and in which tier?
 *
 * A tier is a byte, NO_MATCH the greatest: AND is the maximum of its clauses, OR the minimum, as in `evaluate.py`.
 */

#include <stdlib.h>
#include <string.h>

#include "kernel.h"

#define SPARSE 8  /* if the rarest clause has fewer documents than one in this many, the others are tested in those */
#define GALLOP 16 /* a list this many times as long as the candidates is searched, not read */

typedef struct {
    const Format *format;
    Leaf *leaves;
    const uint16_t *docs; /* the candidates, ascending; NULL for all documents */
    size_t count;
} Among;

/* Bytes may alias anything, so loops over them are functions of restricted pointers: only then do compilers make
 * vectors of them.
 */
static void lower(uint8_t *restrict tiers, const uint8_t *restrict others, size_t count)
{
    for (size_t i = 0; i < count; i++)
        tiers[i] = others[i] < tiers[i] ? others[i] : tiers[i];
}

static void lift(uint8_t *restrict tiers, const uint8_t *restrict others, size_t count)
{
    for (size_t i = 0; i < count; i++)
        tiers[i] = others[i] > tiers[i] ? others[i] : tiers[i];
}

static void lower_where(uint8_t *restrict tiers, const uint8_t *restrict impacts, size_t count, uint8_t tier)
{
    for (size_t i = 0; i < count; i++) {
        uint8_t own = impacts[i] ? tier : NO_MATCH;
        tiers[i] = own < tiers[i] ? own : tiers[i];
    }
}

static void lower_at(uint8_t *restrict tiers, const uint16_t *restrict docs, size_t count, uint8_t tier)
{
    for (size_t i = 0; i < count; i++)
        tiers[docs[i]] = tier < tiers[docs[i]] ? tier : tiers[docs[i]];
}

static void invert(uint8_t *tiers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        tiers[i] = tiers[i] == NO_MATCH ? 0 : NO_MATCH;
}

static void take(uint8_t *restrict taken, const uint8_t *restrict bytes, const uint16_t *restrict docs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        taken[i] = bytes[docs[i]];
}

/* Set the tiers of all documents for a leaf, once: `MatchedPostings.tiers`. */
Failure leaf_tiers(const Format *format, Leaf *leaf)
{
    if (leaf->tiers)
        return NULL;
    leaf->tiers = malloc(DOCUMENTS);
    if (!leaf->tiers)
        return OUT_OF_MEMORY;
    memset(leaf->tiers, NO_MATCH, DOCUMENTS);
    for (const Group *group = leaf->groups; group < leaf->groups + leaf->group_count; group++)
        for (const List *list = leaf->lists + group->first; list < leaf->lists + group->end; list++) {
            if (list->docs)
                lower_at(leaf->tiers, list->docs, list->size, (uint8_t)group->tier);
            else
                lower_where(leaf->tiers, list->impacts, format->documents, (uint8_t)group->tier);
        }
    return NULL;
}

/* Return the first place from `low` on whose document is not below `doc`; steps double until they pass it. */
static size_t gallop(const List *list, size_t low, uint16_t doc)
{
    size_t step = 1, high = low;
    while (high < list->size && list->docs[high] < doc) {
        low = high + 1;
        high += step;
        step *= 2;
    }
    high = high < list->size ? high : list->size;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (list->docs[middle] < doc)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Set the impact of a list in each candidate, 0 for none: `codes`. Candidates may be in any order; ascending ones are
 * found faster. In a union, documents may be in any order, and of those that repeat one impact is set.
 */
void impacts_of(const List *list, int is_union, const uint16_t *docs, size_t count, uint8_t *impacts)
{
    if (!list->docs) {
        take(impacts, list->impacts, docs, count);
    } else if (!is_union && list->size > GALLOP * count) {
        for (size_t i = 0, place = 0; i < count; i++) {
            place = gallop(list, i && docs[i - 1] < docs[i] ? place : 0, docs[i]);
            impacts[i] = place < list->size && list->docs[place] == docs[i] ? list->impacts[place] : 0;
        }
    } else {
        uint8_t *by_doc = impacts_by_doc();
        for (size_t i = 0; i < list->size; i++)
            by_doc[list->docs[i]] = list->impacts[i];
        take(impacts, by_doc, docs, count);
        for (size_t i = 0; i < list->size; i++)
            by_doc[list->docs[i]] = 0;
    }
}

/* Return the number of bytes of a result. */
static size_t extent(const Among *among)
{
    return among->docs ? among->count : among->format->documents;
}

static Failure leaf_among(const Among *among, Leaf *leaf, uint8_t *tiers)
{
    if (!among->docs) {
        Failure failure = leaf_tiers(among->format, leaf);
        if (!failure)
            memcpy(tiers, leaf->tiers, among->format->documents);
        return failure;
    }
    if (leaf->tiers) {
        take(tiers, leaf->tiers, among->docs, among->count);
        return NULL;
    }
    uint8_t *impacts = malloc(among->count + 1);
    if (!impacts)
        return OUT_OF_MEMORY;
    memset(tiers, NO_MATCH, among->count);
    for (const Group *group = leaf->groups; group < leaf->groups + leaf->group_count; group++)
        for (size_t number = group->first; number < group->end; number++) {
            impacts_of(&leaf->lists[number], group->is_union, among->docs, among->count, impacts);
            lower_where(tiers, impacts, among->count, (uint8_t)group->tier);
        }
    free(impacts);
    return NULL;
}

/* Set tier 0 for documents whose profile is flagged: `_with_value`. */
static Failure flagged(const Among *among, const Node *node, uint8_t *tiers)
{
    const Array *profiles = &among->format->profiles;
    for (size_t i = 0, count = extent(among); i < count; i++) {
        size_t profile = at(profiles, among->docs ? among->docs[i] : i);
        if (profile >= node->length)
            return "profiles";
        tiers[i] = node->bytes[profile] ? 0 : NO_MATCH;
    }
    return NULL;
}

static Failure evaluate(const Among *among, const Node *node, uint8_t *tiers);

static int is_empty(const Leaf *leaves, const Node *node)
{
    return node->kind == LEAF && !leaves[node->leaf].list_count;
}

/* Return a node that matches the same: of alternatives of which one has postings, that one. Most words are in the name
 * of no file.
 */
static const Node *simplest(const Leaf *leaves, const Node *node)
{
    while (node->kind == ANY && node->wanted <= 1) {
        const Node *only = NULL;
        for (const Node *child = node->children; child < node->children + node->child_count; child++) {
            if (is_empty(leaves, child))
                continue;
            if (only)
                return node;
            only = child;
        }
        if (!only)
            return node;
        node = only;
    }
    return node;
}

/* Set where to read the tier of each candidate for a node: those of a leaf need no copy if all documents are asked. */
static Failure tiers_of(const Among *among, const Node *node, uint8_t *own, const uint8_t **tiers)
{
    *tiers = own;
    node = simplest(among->leaves, node);
    if (node->kind != LEAF || among->docs)
        return evaluate(among, node, own);
    Failure failure = leaf_tiers(among->format, &among->leaves[node->leaf]);
    *tiers = among->leaves[node->leaf].tiers;
    return failure;
}

typedef void Merge(uint8_t *restrict tiers, const uint8_t *restrict others, size_t count);

/* Merge the tiers of all clauses: the worst of each is `all_of`, the best `any_of`. */
static Failure merged(const Among *among, const Node *node, uint8_t first, Merge *merge, uint8_t *tiers, uint8_t *own)
{
    memset(tiers, first, extent(among));
    for (size_t child = 0; child < node->child_count; child++) {
        const uint8_t *others;
        if (merge == lower && is_empty(among->leaves, &node->children[child]))
            continue;
        Failure failure = tiers_of(among, &node->children[child], own, &others);
        if (failure)
            return failure;
        merge(tiers, others, extent(among));
    }
    return NULL;
}

/* Set the worst of the best `wanted` tiers of each document: `tiers.any_of`. */
static Failure several_of(const Among *among, const Node *node, uint8_t *tiers, uint8_t *own)
{
    size_t bytes = extent(among);
    uint16_t *counts = calloc(bytes * TIERS + 1, sizeof *counts); /* of the clauses up to each tier */
    Failure failure = counts ? NULL : OUT_OF_MEMORY;
    for (size_t child = 0; child < node->child_count && !failure; child++) {
        failure = evaluate(among, &node->children[child], own);
        for (size_t i = 0; i < bytes && !failure; i++)
            for (int tier = own[i]; tier < TIERS; tier++)
                counts[i * TIERS + (size_t)tier]++;
    }
    for (size_t i = 0; i < bytes && !failure; i++) {
        int tier = 0;
        while (tier < TIERS && counts[i * TIERS + (size_t)tier] < node->wanted)
            tier++;
        tiers[i] = (uint8_t)(tier < TIERS ? tier : NO_MATCH);
    }
    free(counts);
    return failure;
}

static Failure combined(const Among *among, const Node *node, uint8_t *tiers)
{
    uint8_t *own = malloc(extent(among) + 1);
    Failure failure = OUT_OF_MEMORY;
    if (own && node->kind == ALL)
        failure = merged(among, node, 0, lift, tiers, own);
    else if (own && node->wanted <= 1)
        failure = merged(among, node, NO_MATCH, lower, tiers, own);
    else if (own)
        failure = several_of(among, node, tiers, own);
    free(own);
    return failure;
}

/* Set the tier of each candidate: `evaluate`. */
static Failure evaluate(const Among *among, const Node *node, uint8_t *tiers)
{
    Failure failure = NULL;
    node = simplest(among->leaves, node);
    switch (node->kind) {
    case LEAF: return leaf_among(among, &among->leaves[node->leaf], tiers);
    case FLAGS: return flagged(among, node, tiers);
    case BYTES:
        if (among->docs)
            take(tiers, node->bytes, among->docs, among->count);
        else
            memcpy(tiers, node->bytes, among->format->documents);
        return NULL;
    case NONE_OF:
        failure = evaluate(among, &node->children[0], tiers);
        if (!failure)
            invert(tiers, extent(among));
        return failure;
    default: return combined(among, node, tiers);
    }
}

/* Return an upper bound on how many documents match a node: `_bound`. */
static size_t bound(const Format *format, const Leaf *leaves, const Node *node)
{
    size_t least = format->documents, sum = 0;
    if (node->kind == LEAF)
        return leaves[node->leaf].size < least ? leaves[node->leaf].size : least;
    if (node->kind != ALL && node->kind != ANY)
        return least;
    for (size_t child = 0; child < node->child_count; child++) {
        size_t own = bound(format, leaves, &node->children[child]);
        least = own < least ? own : least;
        sum += own;
    }
    if (node->kind == ALL)
        return least;
    return sum < format->documents ? sum : format->documents;
}

/* Keep the candidates that match, each with the worse of its tiers; return how many do. */
static size_t narrow(uint16_t *restrict docs, uint8_t *restrict tiers, size_t count, const uint8_t *restrict others)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        uint8_t worst = tiers[i] > others[i] ? tiers[i] : others[i];
        docs[kept] = docs[i];
        tiers[kept] = worst;
        kept += worst != NO_MATCH;
    }
    return kept;
}

/* Set the tier of each document of the segment. */
Failure evaluate_all(const Format *format, const Node *node, Leaf *leaves, uint8_t *tiers)
{
    return evaluate(&(Among){format, leaves, NULL, 0}, node, tiers);
}

/* Set the tier of each of some documents. */
Failure evaluate_among(const Format *format, const Node *node, Leaf *leaves, const uint16_t *docs, size_t count,
                       uint8_t *tiers)
{
    return evaluate(&(Among){format, leaves, docs, count}, node, tiers);
}

static size_t collect_from(size_t first, size_t end, const uint8_t *restrict all, uint16_t *restrict docs,
                           uint8_t *restrict tiers, size_t count)
{
    for (size_t doc = first; doc < end; doc++) {
        docs[count] = (uint16_t)doc;
        tiers[count] = all[doc];
        count += all[doc] != NO_MATCH;
    }
    return count;
}

/* Collect the documents that match, each with its tier; return how many do. */
static size_t collect(const uint8_t *restrict all, size_t documents, uint16_t *restrict docs, uint8_t *restrict tiers)
{
    static const uint8_t none[8] = {NO_MATCH, NO_MATCH, NO_MATCH, NO_MATCH, NO_MATCH, NO_MATCH, NO_MATCH, NO_MATCH};
    size_t count = 0, first = 0;
    for (; first + sizeof none <= documents; first += sizeof none)
        if (memcmp(all + first, none, sizeof none))
            count = collect_from(first, first + sizeof none, all, docs, tiers, count);
    return collect_from(first, documents, all, docs, tiers, count);
}

static size_t count_up_to(const uint8_t *tiers, size_t count, uint8_t tier)
{
    size_t total = 0;
    for (size_t first = 0; first < count; first += 255) { /* sums of 255 fit a byte, which makes shorter vectors */
        uint8_t sum = 0;
        for (size_t i = first; i < first + 255 && i < count; i++)
            sum = (uint8_t)(sum + (tiers[i] <= tier));
        total += sum;
    }
    return total;
}

/* Make room for documents; return whether there is memory for them. */
static int make_room(Found *found, size_t count)
{
    found->docs = malloc((count + 1) * sizeof *found->docs);
    found->tiers = malloc(count + 1);
    return found->docs && found->tiers;
}

/* Find the documents of a list; a damaged one may name others than the segment has. */
static Failure find_listed(const Format *format, const List *list, int tier, Found *found)
{
    if (!make_room(found, list->size))
        return OUT_OF_MEMORY;
    size_t count = 0;
    for (size_t i = 0; i < list->size; i++) {
        found->docs[count] = list->docs[i];
        count += list->docs[i] < format->documents;
    }
    memset(found->tiers, tier, count);
    found->count = count;
    return NULL;
}

/* Find the documents that match a node. */
static Failure find_all(const Format *format, const Node *node, Leaf *leaves, Found *found)
{
    node = simplest(leaves, node);
    if (node->kind == LEAF && leaves[node->leaf].list_count == 1) {
        const Group *group = leaves[node->leaf].groups;
        const List *list = leaves[node->leaf].lists;
        if (list->docs && !group->is_union)
            return find_listed(format, list, group->tier, found);
    }
    uint8_t *own = malloc(DOCUMENTS);
    const uint8_t *tiers = NULL;
    Failure failure = own ? tiers_of(&(Among){format, leaves, NULL, 0}, node, own, &tiers) : OUT_OF_MEMORY;
    if (!failure && !make_room(found, count_up_to(tiers, format->documents, NO_MATCH - 1)))
        failure = OUT_OF_MEMORY;
    if (!failure)
        found->count = collect(tiers, format->documents, found->docs, found->tiers);
    free(own);
    return failure;
}

/* Find the documents that match a whole query. Conjunctions start with the rarest clause: `candidates`. */
Failure find_documents(const Format *format, const Node *root, Leaf *leaves, Found *found)
{
    const Node *rarest = NULL;
    size_t least = format->documents;
    for (size_t child = 0; root->kind == ALL && child < root->child_count; child++) {
        size_t own = bound(format, leaves, &root->children[child]);
        if (own * SPARSE < format->documents && own <= least) {
            rarest = &root->children[child];
            least = own;
        }
    }
    Failure failure = find_all(format, rarest ? rarest : root, leaves, found);
    uint8_t *tiers = rarest && !failure ? malloc(found->count + 1) : NULL;
    if (rarest && !failure && !tiers)
        failure = OUT_OF_MEMORY;
    for (size_t child = 0; rarest && child < root->child_count && !failure; child++) {
        const Node *other = &root->children[child];
        Among among = {format, leaves, found->docs, found->count};
        if (other == rarest)
            continue;
        failure = evaluate(&among, other, tiers);
        if (!failure)
            found->count = narrow(found->docs, found->tiers, found->count, tiers);
    }
    free(tiers);
    return failure;
}

/* Keep the documents whose profile is passing. */
Failure keep_profiles(const Format *format, const uint8_t *passing, size_t profiles, Found *found)
{
    size_t kept = 0;
    for (size_t i = 0; i < found->count; i++) {
        size_t profile = at(&format->profiles, found->docs[i]);
        if (profile >= profiles)
            return "profiles";
        found->docs[kept] = found->docs[i];
        found->tiers[kept] = found->tiers[i];
        kept += passing[profile] != 0;
    }
    found->count = kept;
    return NULL;
}

void count_tiers(const Found *found, size_t counts[TIERS])
{
    size_t before = 0;
    for (uint8_t tier = 0; tier < TIERS; tier++) {
        size_t so_far = count_up_to(found->tiers, found->count, tier);
        counts[tier] = so_far - before;
        before = so_far;
    }
}

/* Set the documents that match with a tier; return how many there are. */
size_t docs_of_tier(const Found *found, int tier, uint16_t *docs)
{
    size_t count = 0;
    for (size_t i = 0; i < found->count; i++) {
        docs[count] = found->docs[i];
        count += found->tiers[i] == tier;
    }
    return count;
}

/* Set the groups that together make up the tiers up to one: `MatchedPostings._up_to`. */
void up_to(const Leaf *leaf, int tier, size_t *first, size_t *end)
{
    *end = leaf->group_count;
    *first = 0;
    if (!leaf->group_count)
        return;
    if (leaf->groups[0].tier <= tier && leaf->nested) {
        for (*end = 1; *end < leaf->group_count && leaf->groups[*end].tier == leaf->groups[0].tier;)
            ++*end;
        return;
    }
    while (*first < leaf->group_count && leaf->groups[*first].tier > tier)
        ++*first;
}

size_t posting_count(const Leaf *leaf, int tier)
{
    size_t first, end, count = 0;
    up_to(leaf, tier, &first, &end);
    for (size_t group = first; group < end; group++)
        for (size_t number = leaf->groups[group].first; number < leaf->groups[group].end; number++)
            count += leaf->lists[number].size;
    return count;
}

/* Set how many documents match a leaf with a tier up to this one: `MatchedPostings.document_frequency`. */
Failure document_frequency(const Format *format, Leaf *leaf, int tier, size_t *count)
{
    size_t first, end;
    up_to(leaf, tier, &first, &end);
    if (end == first + 1 && !leaf->groups[first].is_union) {
        *count = posting_count(leaf, tier);
        return NULL;
    }
    *count = 0;
    if (first == end)
        return NULL;
    Failure failure = leaf_tiers(format, leaf);
    *count = failure ? 0 : count_up_to(leaf->tiers, format->documents, (uint8_t)tier);
    return failure;
}
