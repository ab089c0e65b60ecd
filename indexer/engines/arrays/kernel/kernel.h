/* What the kernel's parts share: the posting lists of a leaf, the tree over leaves, and what a request finds.
 *
 * Functions return NULL, or the name of the array that is damaged, or one of the two below. None of them needs the GIL.
 */
#ifndef TIMDAU_KERNEL_H
#define TIMDAU_KERNEL_H

#include "format.h"

#define VERSION 2 /* of what Python and the kernel exchange; `kernel/__init__.py` has the same */

typedef const char *Failure;
#define OUT_OF_MEMORY ""
#define TOO_MUCH " " /* it takes more steps than are left */

typedef struct {
    const uint16_t *docs; /* NULL for a row; ascending, but for those of a union */
    const uint8_t *impacts; /* one for each of `docs`, or for every document of the segment */
    size_t size;
} List;

/* Lists that `MatchedPostings` calls one `Postings`: of one term, or the union of several. */
typedef struct {
    int tier;
    int is_union;
    size_t first, end; /* of the lists */
} Group;

typedef struct {
    List *lists;
    size_t list_count, list_room;
    Group *groups; /* the worst tier first */
    size_t group_count, group_room;
    int nested; /* the first group includes the documents of all others */
    size_t size; /* the number of postings */
    uint8_t *tiers; /* of all documents, once they were asked for */
    void *own;      /* what the lists of a phrase point into */
} Leaf;

typedef struct {
    const uint8_t *term; /* folded, after the letter of its field */
    size_t length;
    uint64_t accents;
    int cap;
    int respelled;
    int ignores_accents;
} Word;

/* The spellings of a word that match; the tier of each, if accents count. */
typedef struct {
    int found;
    int is_text; /* of the field TEXT */
    int ignores_accents;
    size_t folded;
    Range surfaces;
    uint8_t *tiers;
} Spellings;

typedef enum { LEAF, ALL, ANY, NONE_OF, FLAGS, BYTES } NodeKind;

typedef struct Node {
    NodeKind kind;
    size_t leaf;          /* LEAF */
    const uint8_t *bytes; /* FLAGS: by profile; BYTES: the tier of each document */
    size_t length;
    struct Node *children; /* ALL, ANY, NONE_OF */
    size_t child_count;
    size_t wanted; /* ANY */
} Node;

typedef struct {
    uint16_t *docs; /* ascending */
    uint8_t *tiers;
    size_t count;
} Found;

/* Documents that have most of some clauses: the share of each, and its tier of every clause. */
typedef struct {
    uint16_t *docs; /* ascending */
    double *shares;
    uint8_t *tiers; /* of the first clause in each document, then of the second, … */
    size_t count;
} Close;

typedef struct {
    size_t leaf;
    double weight;
} Clause;

typedef struct {
    float score;
    uint32_t ordinal;
    uint16_t doc;
} Scored;

typedef struct {
    const Spellings *words[2];
    int word_count;
} Unit;

/* workspace.c */
uint8_t *impacts_by_doc(void);
double *sums_by_doc(void);

/* lists.c */
void *grown(void *entries, size_t count, size_t *room, size_t size);
Failure find_spellings(const Format *, const Word *, Spellings *);
Failure add_word(const Format *, const Spellings *, Leaf *);
Failure add_bigram(const Format *, const Spellings *first, const Spellings *second, Leaf *);
Failure add_prefix(const Format *, const uint8_t *prefix, size_t length, Leaf *, size_t *steps);
Failure find_surface_bigrams(const Format *, size_t first, size_t second, Range *);
Failure bigram_tier(const Spellings *first, const Spellings *second, const Format *, size_t bigram, int *tier);
Failure surface_width(const Format *, size_t surface, int64_t *width);
Failure add_group(Leaf *, int tier, int is_union);
Failure add_list(Leaf *, List);
void free_leaf(Leaf *);
void free_spellings(Spellings *);

/* phrase.c */
Failure add_phrase(const Format *, const Spellings **words, size_t word_count, size_t most, Leaf *, size_t *steps);

/* match.c */
Failure leaf_tiers(const Format *, Leaf *);
Failure find_documents(const Format *, const Node *, Leaf *leaves, Found *);
Failure evaluate_all(const Format *, const Node *, Leaf *leaves, uint8_t *tiers);
Failure evaluate_among(const Format *, const Node *, Leaf *leaves, const uint16_t *docs, size_t count, uint8_t *tiers);
Failure keep_profiles(const Format *, const uint8_t *passing, size_t profiles, Found *);
void count_tiers(const Found *, size_t counts[TIERS]);
size_t docs_of_tier(const Found *, int tier, uint16_t *docs);
void up_to(const Leaf *, int tier, size_t *first, size_t *end);
Failure document_frequency(const Format *, Leaf *, int tier, size_t *count);
size_t posting_count(const Leaf *, int tier);
void impacts_of(const List *, int is_union, const uint16_t *docs, size_t count, uint8_t *impacts);

/* close.c */
Failure clause_frequencies(const Format *, const Node *clauses, size_t clause_count, Leaf *leaves,
                           const uint8_t *flags, size_t *frequencies);
Failure most_clauses(const Format *, const Node *clauses, size_t clause_count, Leaf *leaves, const uint8_t *flags,
                     size_t *most);
Failure find_close(const Format *, const Node *clauses, const double *shares_of, size_t clause_count, Leaf *leaves,
                   double least, Close *);
void free_close(Close *);

/* facets.c */
Failure count_values(const Format *, const Found *, const uint8_t *passing, size_t profiles, uint32_t *counts,
                     size_t values);

/* rank.c */
void fill_ratios(void); /* before all others */
Failure add_scores(const Leaf *, const Clause *, size_t clause_count, const uint16_t *docs, size_t count, int tier,
                   float *scores);
Failure top_scored(const Format *, const Leaf *, const Clause *, size_t clause_count, const uint16_t *docs,
                   size_t count, int tier, size_t wanted, Scored *, size_t *scored_count);
Failure nearness(const Format *, const Unit *, size_t unit_count, int tier, int lead_words, const uint16_t *docs,
                 size_t count, double *near);

#endif
