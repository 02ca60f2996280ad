/* The services about people: who calls, what changed, the record, sealed texts. */
#include "frozen.h"

#include <stdio.h>
#include <string.h>

static const aksis_auth_1* auth;
static const aksis_audit_1* audit;
static const aksis_record_1* record;
static const aksis_privacy_1* privacy;

static const char kNote[] = "cherche un poste assis";

typedef struct note {
  report* to;
  char person[64];
  char sealed[256];
  size_t sealed_size;
  char tokens[8][16];
  size_t token_count;
  int same;
} note;

static aksis_place place_of(const char* row) {
  aksis_place place;
  place.table = text("frz_note");
  place.column = text("sealed");
  place.row = text(row);
  return place;
}

static void take_bytes(void* user, aksis_str given) {
  note* n = (note*)user;
  n->sealed_size = given.size < sizeof n->sealed ? given.size : 0;
  memcpy(n->sealed, given.data, n->sealed_size);
}

static void take_token(void* user, aksis_str given) {
  note* n = (note*)user;
  if (n->token_count < 8 && given.size == 16) memcpy(n->tokens[n->token_count++], given.data, 16);
}

static void compare_token(void* user, aksis_str given) {
  note* n = (note*)user;
  size_t i;
  for (i = 0; i < n->token_count; ++i) n->same += memcmp(n->tokens[i], given.data, 16) == 0;
}

static aksis_status write_body(aksis_tx* tx, void* user) {
  note* n = (note*)user;
  aksis_value values[3];
  int32_t obstacles = -1, may = -1;
  aksis_place place = place_of("n1");
  collected out;
  n->token_count = 0;
  add(n->to, "note", audit->note(tx, text("note"), text(""), text("changed")) == AKSIS_OK);
  add(n->to, "subject", audit->subject(tx, text(n->person), text("n1")) == AKSIS_OK);
  add(n->to, "presence",
      record->presence(tx, text(n->person), &obstacles) == AKSIS_OK && obstacles == 0);
  add(n->to, "presence_refuses",
      record->presence(tx, text("nobody"), NULL) == AKSIS_NOT_FOUND && sql->error(tx).size > 0);
  add(n->to, "territories",
      record->territories(tx, text("75056"), collect, &out) == AKSIS_OK &&
          strstr(out.text, "\"commune\"") && strstr(out.text, "\"nation\""));
  add(n->to, "may_process",
      privacy->may_process(tx, text(n->person), text("matching"), &may) == AKSIS_OK && may == 1 &&
          privacy->may_process(tx, text(n->person), text("messages"), &may) == AKSIS_OK &&
          may == 0);
  add(n->to, "seal",
      privacy->seal(tx, &place, text(n->person), text(kNote), take_bytes, n) == AKSIS_OK &&
          n->sealed_size == sizeof kNote - 1 + 49);
  add(n->to, "tokens",
      privacy->tokens(tx, place.table, place.column, text(kNote), take_token, n) == AKSIS_OK &&
          n->token_count == 4);
  add(n->to, "scrub", privacy->scrub(tx) == AKSIS_OK);
  memset(values, 0, sizeof values);
  values[0].type = AKSIS_TEXT;
  values[0].bytes = place.row;
  values[1].type = AKSIS_TEXT;
  values[1].bytes = text(n->person);
  values[2].type = AKSIS_BLOB;
  values[2].bytes.data = n->sealed;
  values[2].bytes.size = n->sealed_size;
  return sql->execute(tx, text("INSERT INTO frz_note (id, person, sealed) VALUES ($1, $2, $3)"),
                      values, 3, NULL);
}

static aksis_status read_body(aksis_tx* tx, void* user) {
  note* n = (note*)user;
  collected out;
  aksis_place here = place_of("n1"), elsewhere = place_of("n2");
  aksis_str sealed;
  sealed.data = n->sealed;
  sealed.size = n->sealed_size;
  add(n->to, "open",
      privacy->open(tx, &here, text(n->person), sealed, collect, &out) == AKSIS_OK &&
          strcmp(out.text, kNote) == 0);
  add(n->to, "open_refuses",
      privacy->open(tx, &elsewhere, text(n->person), sealed, collect, &out) == AKSIS_INTERNAL);
  n->same = 0;
  privacy->tokens(tx, here.table, here.column, text("Poste ASSIS, debout"), compare_token, n);
  add(n->to, "tokens_find", n->same == 2);
  return AKSIS_OK;
}

void exercise_people(report* to, aksis_call* call, const char* person) {
  collected out;
  note n;
  memset(&n, 0, sizeof n);
  n.to = to;
  snprintf(n.person, sizeof n.person, "%s", person);
  add(to, "caller",
      auth->caller(call, collect, &out) == AKSIS_OK && strstr(out.text, "\"id\":\"test\""));
  add(to, "allowed", auth->allowed(call, text("frozen.use")) == 1);
  add(to, "open_person", auth->open_person(call, text(person), collect, &out) == AKSIS_OK);
  add(to, "visible_people",
      auth->visible_people(call, collect, &out) == AKSIS_OK && strcmp(out.text, "null") == 0);
  add(to, "person",
      record->person(call, text(person), collect, &out) == AKSIS_OK &&
          strstr(out.text, "\"birth_name\":\"Ferrand\""));
  add(to, "person_refuses",
      record->person(call, text("nobody"), collect, &out) == AKSIS_NOT_FOUND &&
          strstr(out.text, "\"detail\""));
  add(to, "relations",
      record->relations(call, text(person), collect, &out) == AKSIS_OK &&
          strstr(out.text, "\"relations\":["));
  add(to, "organisation",
      record->organisation(call, collect, &out) == AKSIS_OK && strcmp(out.text, "null") == 0);
  add(to, "people_write", sql->write(host, write_body, &n) == AKSIS_OK);
  add(to, "people_read", sql->read(host, read_body, &n) == AKSIS_OK);
}

static aksis_status count_row(void* user, const aksis_value* columns, size_t count) {
  (void)count;
  *(int64_t*)user = columns[0].integer;
  return AKSIS_OK;
}

static aksis_status show(aksis_tx* tx, aksis_str person, aksis_sink sink, void* sink_user,
                         void* user) {
  aksis_value whose;
  int64_t notes = 0;
  char json[64];
  aksis_status status;
  (void)user;
  memset(&whose, 0, sizeof whose);
  whose.type = AKSIS_TEXT;
  whose.bytes = person;
  status = sql->query(tx, text("SELECT COUNT(*) FROM frz_note WHERE person = $1"), &whose, 1,
                      count_row, &notes);
  if (status) return status;
  snprintf(json, sizeof json, "{\"notes\":%d}", (int)notes);
  sink(sink_user, text(json));
  return AKSIS_OK;
}

static aksis_status erase(aksis_tx* tx, aksis_str person, void* user) {
  aksis_value whose;
  (void)user;
  memset(&whose, 0, sizeof whose);
  whose.type = AKSIS_TEXT;
  whose.bytes = person;
  return sql->execute(tx, text("DELETE FROM frz_note WHERE person = $1"), &whose, 1, NULL);
}

aksis_status start_people(void) {
  auth = (const aksis_auth_1*)host->service(host, AKSIS_AUTH_1);
  audit = (const aksis_audit_1*)host->service(host, AKSIS_AUDIT_1);
  record = (const aksis_record_1*)host->service(host, AKSIS_RECORD_1);
  privacy = (const aksis_privacy_1*)host->service(host, AKSIS_PRIVACY_1);
  if (!auth || !audit || !record || !privacy) return AKSIS_INTERNAL;
  return privacy->hold(host, show, erase, NULL);
}
