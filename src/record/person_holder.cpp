#include "record/person_holder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "privacy/retention.hpp"
#include "record/person_fields.hpp"
#include "record/person_record.hpp"
#include "record/relations.hpp"

namespace aksis::record {
namespace {

using privacy::Keyring;
using privacy::RetentionSubject;
using storage::Row;
using storage::Transaction;

constexpr std::string_view kCategory = "job_seeker";

// In the words of whoever reads it.
std::string title_of(std::string_view field) {
  if (const auto* known = find_field(field)) return std::string(known->title_fr);
  if (field == kContacts) return "coordonnées";
  return fmt::format("identifiant_{}",
                     field.substr(std::min(field.size(), kIdentifierPrefix.size())));
}

std::string_view source_fr(std::string_view source) {
  constexpr std::pair<std::string_view, std::string_view> kWords[] = {
      {"adviser", "conseiller ou conseillère"},
      {"person", "vous-même"},
      {"national_file", "fichier national"},
      {"partner", "partenaire"},
      {"import", "reprise de fichier"}};
  for (const auto& [name, words] : kWords)
    if (name == source) return words;
  return source;
}

void show_contacts(json::Writer& out, std::string_view text) {
  out.key("coordonnées").array();
  for (const auto& one : contacts_of(text))
    out.object()
        .member("moyen", one.kind == "email"    ? "courriel"
                         : one.kind == "mobile" ? "téléphone mobile"
                                                : "téléphone")
        .member("valeur", one.value)
        .member("préféré", one.preferred)
        .member("valide", one.valid)
        .end();
  out.end();
}

void show_fields(json::Writer& out, const PersonRecord& record) {
  for (const auto& field : person_fields())
    if (const auto value = record.value(field.name); !value.empty())
      out.member(field.title_fr, value);
  for (const auto& [name, field] : record.fields)
    if (name.starts_with(kIdentifierPrefix)) out.member(title_of(name), field.value);
  show_contacts(out, record.value(kContacts));
  out.key("origine_des_données").array();
  for (const auto& [name, field] : record.fields)
    out.object()
        .member("donnée", title_of(name))
        .member("origine", source_fr(field.source))
        .member("enregistrée_le", iso_time(field.changed_at))
        .end();
  out.end();
}

void show_changes(json::Writer& out, const std::vector<FieldChange>& changes) {
  out.key("modifications").array();
  for (const auto& one : changes) {
    out.object().member("donnée", title_of(one.field)).member("le", iso_time(one.changed_at));
    out.member("origine", source_fr(one.source));
    if (one.before && one.field == kContacts)
      show_contacts(out.key("valeur_précédente").object(), *one.before), out.end();
    else if (one.before)
      out.member("valeur_précédente", *one.before);
    out.end();
  }
  out.end();
}

std::string_view relation_fr(RelationKind kind) {
  switch (kind) {
    case RelationKind::referent:
      return "référent ou référente";
    case RelationKind::group:
      return "groupe de suivi";
    case RelationKind::instructor:
      return "instruction d’un dossier";
    case RelationKind::agency:
      return "agence";
  }
  return {};
}

Status show(Transaction& tx, Keyring& keys, std::string_view person, json::Writer& out) {
  auto record = read_record(tx, &keys, person);
  if (!record.ok() && record.error().code == Code::not_found) {
    out.object().end();  // a key alone: nothing is held here
    return {};
  }
  if (!record.ok()) return std::move(record).error();
  AKSIS_ASSIGN(changes, changes_of(tx, &keys, person));
  AKSIS_ASSIGN(relations, relations_of(tx, person));
  out.object()
      .member("référence", record->person.reference)
      .member("ajoutée_le", iso_time(record->person.created_at));
  show_fields(out, *record);
  out.key("accompagnements").array();
  for (const auto& one : relations) {
    out.object().member("par", relation_fr(one.kind)).member("depuis", iso_time(one.from));
    out.member("motif", one.reason);
    if (one.until) out.member("jusqu_à", iso_time(*one.until)).member("fin", one.end_reason);
    out.end();
  }
  out.end();
  show_changes(out, changes);
  out.end();
  return {};
}

// Empty while somebody accompanies them.
Result<std::string> last_activity(Transaction& tx, const Person& person, Micros now) {
  Micros last = std::max(person.created_at, person.updated_at);
  AKSIS_ASSIGN(relations, relations_of(tx, person.id));
  for (const auto& one : relations) {
    // An agency's follow-up has no end of its own.
    if (one.kind != RelationKind::agency && one.holds_at(now)) return std::string();
    last = std::max({last, one.from, std::min(one.until.value_or(0), now)});
  }
  return privacy::day_of(last);
}

// The first `limit` people with a key: nothing personal is held of the others, and nothing can be
// erased.
Result<std::vector<std::string>> keyed_people(Transaction& tx, std::string_view after,
                                              int64_t limit) {
  std::vector<std::string> out;
  AKSIS_TRY(
      tx.query("SELECT p.id FROM core_person p WHERE p.id > $1 AND EXISTS (SELECT 1 FROM "
               "core_person_key k WHERE k.person = p.id) ORDER BY p.id LIMIT $2",
               {after, limit}, [&](const Row& row) -> Status {
                 out.emplace_back(row.text(0));
                 return {};
               }));
  return out;
}

Result<std::vector<RetentionSubject>> subjects(Transaction& tx, Keyring& keys, const Clock& clock,
                                               std::string_view after, int64_t limit) {
  AKSIS_ASSIGN(people, keyed_people(tx, after, limit));
  std::vector<RetentionSubject> out;
  for (const auto& person : people) {
    AKSIS_ASSIGN(record, read_record(tx, &keys, person));
    std::string anchor(record.value("registration_ended_on"));
    if (record.value("registered_on").empty()) {
      AKSIS_ASSIGN(day, last_activity(tx, record.person, clock.now()));
      anchor = std::move(day);
    }
    out.push_back({person, std::string(kCategory), std::move(anchor)});
  }
  return out;
}

}  // namespace

privacy::Holder record_holder(Keyring& keys, const Clock& clock) {
  privacy::Holder out{"record", "Identité, coordonnées et accompagnement"};
  out.show = [&keys](Transaction& tx, std::string_view person, json::Writer& writer) {
    return show(tx, keys, person, writer);
  };
  out.erase = [&clock](Transaction& tx, std::string_view person) {
    return remove_person(tx, person, clock);
  };
  out.subjects = [&](Transaction& tx, std::string_view after, int64_t limit) {
    return subjects(tx, keys, clock, after, limit);
  };
  out.sealed = {{"core_person_field", "sealed", "person", "id"},
                {"core_person_field_change", "before_sealed", "person", "id"}};
  return out;
}

}  // namespace aksis::record
