/* aksis.privacy/1: what a module keeps about people, so that a stolen file does not tell it and an
 * erasure ends it. Texts are sealed with the person's own key, which is destroyed with the person;
 * what cannot be sealed is deleted by the module when the host says so.
 *
 * The columns a module seals stand in `tables.sealed` of its manifest. Who declares one, or keeps
 * anything under a person's id, calls hold() in start(). */
#ifndef AKSIS_PRIVACY_H
#define AKSIS_PRIVACY_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define AKSIS_PRIVACY_1 "aksis.privacy/1"

/* Where sealed bytes stand. They open there alone: not in another row, column, table or module, and
 * not with another person. */
typedef struct aksis_place {
  aksis_str table;
  aksis_str column;
  aksis_str row; /* the value of the column that the manifest calls the row's */
} aksis_place;

/* [in-tx] of a read. All that the module holds of a person: one JSON value to `sink`, with names of
 * members that the person understands, in French. `sink_user` goes to the sink. */
typedef aksis_status (*aksis_person_show)(aksis_tx* tx, aksis_str person, aksis_sink sink,
                                          void* sink_user, void* user);
/* [in-tx] of a write. Deletes all that the module holds of a person. */
typedef aksis_status (*aksis_person_erase)(aksis_tx* tx, aksis_str person, void* user);

typedef struct aksis_privacy_1 {
  /* [main-thread] in start(), at most once: the module's part of the right of access
   * (people.export) and of an erasure. Both run in the transaction of the whole; an error of either
   * fails it. */
  aksis_status (*hold)(const aksis_host* host, aksis_person_show show, aksis_person_erase erase,
                       void* user);
  /* [in-tx] of a write. Seals a text under the person's key; `sink` receives bytes to store as a
   * BLOB, 49 more than the text has. AKSIS_NOT_FOUND: there is no such person. */
  aksis_status (*seal)(aksis_tx* tx, const aksis_place* place, aksis_str person, aksis_str text,
                       aksis_sink sink, void* user);
  /* [in-tx] Opens what seal() made. The person's record is open to the call: its input named them,
   * or aksis.auth/1 opened it; else AKSIS_FORBIDDEN. The module's own jobs and subscribers open
   * anybody's. AKSIS_INTERNAL: the bytes were changed, or belong to another place or person. */
  aksis_status (*open)(aksis_tx* tx, const aksis_place* place, aksis_str person, aksis_str sealed,
                       aksis_sink sink, void* user);
  /* [in-tx] Keyed tokens of the words of a text, 16 bytes each, one a call of `sink`; of up to 500
   * different words, without accents and case. Stored in rows of the module beside the sealed text
   * they find it again by the tokens of a searched text; nobody can try words without the key.
   * Tokens of two columns have nothing in common. Delete them with the text. */
  aksis_status (*tokens)(aksis_tx* tx, aksis_str table, aksis_str column, aksis_str text,
                         aksis_sink sink, void* user);
  /* [in-tx] `*may` becomes 1 when the person's data may be used for a purpose (`aksis purpose
   * list`) now: a legal basis stands, consent is given where it needs one, and their processing is
   * neither restricted nor archived; else 0. AKSIS_NOT_FOUND: no such purpose. */
  aksis_status (*may_process)(aksis_tx* tx, aksis_str person, aksis_str purpose, int32_t* may);
  /* [in-tx] of a write. The bytes of what was deleted or replaced leave the file and its log some
   * minutes later. An erasure asks for it itself. */
  aksis_status (*scrub)(aksis_tx* tx);
} aksis_privacy_1;

#ifdef __cplusplus
}
#endif

#endif /* AKSIS_PRIVACY_H */
