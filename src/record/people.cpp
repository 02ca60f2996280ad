#include "record/people.hpp"

#include <fmt/format.h>

#include "base/identity.hpp"
#include "embedded/record_migrations.hpp"
#include "record/person_record.hpp"

namespace aksis::record {
namespace {

using storage::Row;
using storage::Transaction;

Person person_of(const Row& row) {
  return {std::string(row.text(0)), std::string(row.text(1)), row.integer(2), row.integer(3),
          row.integer(4)};
}

Error unknown_person(std::string_view id) {
  return said(Code::not_found, fmt::format("there is no person with the id {}", id),
              "Ce dossier n’existe pas, ou n’existe plus.");
}

// Long enough that two never meet, short enough to be read out.
constexpr size_t kReferenceBytes = 6;

std::string made_reference() {
  return "P-" + random_hex(kReferenceBytes);
}

}  // namespace

std::vector<storage::Migration> migrations() {
  return storage::embedded_migrations(embedded::record_migrations());
}

Result<Person> create_person(Transaction& tx, privacy::Keyring* keys, std::string_view reference,
                             const Clock& clock) {
  const Micros now = clock.now();
  Person person{uuid_v7(now), std::string(reference), now, 1, now};
  if (reference.empty()) person.reference = made_reference();
  AKSIS_ASSIGN(added, tx.execute("INSERT INTO core_person (id, reference, created_at, version, "
                                 "updated_at) VALUES ($1, $2, $3, $4, $3) "
                                 "ON CONFLICT (reference) DO NOTHING",
                                 {person.id, person.reference, person.created_at, person.version}));
  if (added == 0)
    return Error{Code::conflict,
                 fmt::format("a person with the reference {} exists already", person.reference),
                 {{"/reference", "taken: choose another reference",
                   "Cette référence est prise : choisissez-en une autre."}},
                 fmt::format("Une personne a déjà la référence {}.", person.reference)};
  if (keys) AKSIS_TRY(keys->create_person_key(tx, person.id));
  return person;
}

Result<Person> read_person(Transaction& tx, std::string_view id) {
  std::optional<Person> found;
  AKSIS_TRY(tx.query(
      "SELECT id, reference, created_at, version, updated_at FROM core_person WHERE id = $1", {id},
      [&](const Row& row) -> Status {
        found = person_of(row);
        return {};
      }));
  if (!found) return unknown_person(id);
  return *std::move(found);
}

Result<PeoplePage> list_people(Transaction& tx, std::string_view cursor, int64_t limit,
                               std::string_view reference) {
  PeoplePage page;
  const auto add = [&](const Row& row) -> Status {
    page.people.push_back(person_of(row));
    return {};
  };
  // One row more than shown tells whether there is a next page.
  if (reference.empty())
    AKSIS_TRY(tx.query(
        "SELECT id, reference, created_at, version, updated_at FROM core_person WHERE id > $1 "
        "ORDER BY id LIMIT $2",
        {cursor, limit + 1}, add));
  else
    AKSIS_TRY(tx.query(
        "SELECT id, reference, created_at, version, updated_at FROM core_person WHERE reference "
        "= $1 AND id > $2 ORDER BY id LIMIT $3",
        {reference, cursor, limit + 1}, add));
  if (static_cast<int64_t>(page.people.size()) > limit) {
    page.people.pop_back();
    page.next = page.people.back().id;
  }
  return page;
}

Status delete_person(Transaction& tx, privacy::Keyring* keys, std::string_view id,
                     const Clock& clock) {
  AKSIS_TRY(read_person(tx, id));
  if (keys) {
    const auto key = keys->person_key(tx, id);
    if (key.ok())
      return said(Code::conflict,
                  "this person has personal data: whoever may erase does so, with a ground and a "
                  "reason (`aksis person erase`, POST /api/v1/people/{person}/erase)",
                  "Ce dossier contient des données personnelles : il faut l’effacer, avec un motif "
                  "et une raison. Demandez-le à qui peut effacer.");
    if (key.error().code != Code::not_found) return key.error();
  }
  return remove_person(tx, id, clock);
}

}  // namespace aksis::record
