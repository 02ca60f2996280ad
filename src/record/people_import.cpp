#include "record/people_import.hpp"

#include <algorithm>

#include "audit/facts.hpp"
#include "record/person_fields.hpp"
#include "record/reach.hpp"

namespace aksis::record {
namespace {

using operations::Principal;
using privacy::Keyring;
using storage::Transaction;

constexpr const char* kReason = "brought by an import";

// Who has the reference or the NIR of the row; empty: nobody yet.
Result<std::string> known_person(Transaction& tx, const Keyring& keys, const PeopleRow& row) {
  std::string by_reference, by_nir;
  if (!row.reference.empty()) {
    AKSIS_ASSIGN(page, list_people(tx, "", 1, row.reference));
    if (!page.people.empty()) by_reference = page.people.front().id;
  }
  if (const auto nir = row.fields.find(kNir); nir != row.fields.end()) {
    AKSIS_ASSIGN(found, find_by_field(tx, keys, kNir, nir->second));
    by_nir = std::move(found);
  }
  if (!by_nir.empty() && by_nir != by_reference && !row.reference.empty())
    return said(Code::conflict, "the NIR is that of a person with another reference",
                "Ce NIR est celui d’une personne qui a une autre référence.");
  return by_reference.empty() ? by_nir : by_reference;
}

Status check_open(Transaction& tx, const Principal& caller, std::string_view person, Micros now) {
  const auto reach = reach_of(caller, "people.import");
  if (!reach) return {};
  AKSIS_ASSIGN(opening, follows(tx, *reach, person, now));
  if (opening) return {};
  return said(Code::forbidden, "the person is recorded already, and you do not accompany them",
              "Cette personne est déjà enregistrée, et vous ne l’accompagnez pas.");
}

// The contacts known and those of the row; false when nothing is new.
bool add_contacts(std::vector<Contact>& known, const PeopleRow& row) {
  bool added = false;
  for (const auto& [kind, value] : {std::pair("phone", row.phone), std::pair("email", row.email)}) {
    const auto same = [&, wanted = std::string_view(value)](const Contact& one) {
      return one.value == wanted;
    };
    if (value.empty() || std::any_of(known.begin(), known.end(), same)) continue;
    known.push_back({kind, value});
    added = true;
  }
  return added;
}

Result<bool> entrust(Transaction& tx, const Principal& caller, std::string_view person,
                     RelationKind kind, std::string_view holder, const Clock& clock) {
  const Micros now = clock.now();
  AKSIS_ASSIGN(present, relations_of(tx, person, now));
  for (const auto& one : present)
    if (one.kind == kind && one.holder == holder) return false;
  Relation made;
  made.person = person;
  made.kind = kind;
  made.holder = holder;
  made.from = now;
  made.reason = kReason;
  made.made_by = caller.id;
  AKSIS_TRY(start_relation(tx, std::move(made), clock));
  return true;
}

Result<bool> entrust_to_referent(Transaction& tx, const Principal& caller, std::string_view person,
                                 const PeopleRow& row, const AccountByLogin& account_by_login,
                                 const Clock& clock) {
  if (row.referent.empty()) return false;
  std::string account;
  if (account_by_login) {
    AKSIS_ASSIGN(found, account_by_login(tx, row.referent));
    account = std::move(found);
  }
  if (account.empty())
    return said(Code::not_found, "no account has the referent's login",
                "Aucun compte n’a l’identifiant de connexion donné pour le référent.");
  return entrust(tx, caller, person, RelationKind::referent, account, clock);
}

}  // namespace

Result<Imported> import_person(Transaction& tx, Keyring& keys, const Principal& caller,
                               const PeopleRow& row, const AccountByLogin& account_by_login,
                               const Clock& clock) {
  if (row.wrong) return *row.wrong;
  AKSIS_ASSIGN(person, known_person(tx, keys, row));
  const bool created = person.empty();
  if (created) {
    AKSIS_ASSIGN(made, create_person(tx, &keys, row.reference, clock));
    person = made.id;
    if (!caller.organisation.empty())
      AKSIS_TRY(entrust(tx, caller, person, RelationKind::agency, caller.organisation, clock));
  } else {
    AKSIS_TRY(check_open(tx, caller, person, clock.now()));
  }
  audit::note_subject(person);
  auto changes = row.fields;
  AKSIS_ASSIGN(record, read_record(tx, &keys, person));
  auto contacts = contacts_of(record.value(kContacts));
  if (add_contacts(contacts, row)) {
    if (contacts.size() > kContactsMax)
      return said(Code::invalid, "the person has ten contacts already",
                  "Cette personne a déjà dix coordonnées ; retirez-en une de son dossier.");
    changes[std::string(kContacts)] = contacts_text(contacts);
  }
  AKSIS_ASSIGN(changed, change_record(tx, &keys, person, changes, {"import", caller.id}, clock));
  AKSIS_ASSIGN(entrusted, entrust_to_referent(tx, caller, person, row, account_by_login, clock));
  return created                ? Imported::created
         : changed || entrusted ? Imported::changed
                                : Imported::unchanged;
}

}  // namespace aksis::record
