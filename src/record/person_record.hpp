// The sealed fields of a person: reading, changing, and what changes replaced. Functions on a
// transaction: inside a body.
//
// Why the commune of residence stands in clear beside them: territories decide how far a broken
// glass reaches and figures are counted by them, both over many people at once; a commune alone
// names nobody. So do whether somebody is registered, and times. Nothing else does.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "privacy/keyring.hpp"
#include "record/people.hpp"

namespace aksis::record {

struct FieldValue {
  std::string value;
  std::string source;      // "adviser", "person", "national_file", "partner", "import"
  std::string changed_by;  // Principal::id
  Micros changed_at = 0;
};
struct PersonRecord {
  Person person;
  std::map<std::string, FieldValue, std::less<>> fields;  // by name; only those that have a value
  std::string_view value(std::string_view field) const;   // empty: none
};

// Code::not_found when there is none. Somebody without a key has no field.
Result<PersonRecord> read_record(storage::Transaction& tx, privacy::Keyring* keys,
                                 std::string_view person);

struct Provenance {
  std::string_view source, changed_by;
};
// New values by name of the field, as kept_value() gives them; empty: cleared.
using FieldChanges = std::map<std::string, std::string, std::less<>>;

// Seals what differs, keeps what it replaces, notes the facts for the audit, and keeps indexes and
// tokens in step. A person without a key gets one. Answers whether anything changed; then the
// version is one higher and core.person_changed/1 {"person"} is published. Code::invalid with the
// wrong members: an unknown commune, a registration that ends before it begins. Code::conflict: the
// NIR or identifier is another person's, who is not named.
Result<bool> change_record(storage::Transaction& tx, privacy::Keyring* keys,
                           std::string_view person, const FieldChanges& changes,
                           const Provenance& from, const Clock& clock);

// Makes the key of a person who has none. Answers whether one was made.
Result<bool> ensure_key(storage::Transaction& tx, privacy::Keyring& keys, std::string_view person);

// Who has that NIR (as kept) or identifier; empty: nobody.
Result<std::string> find_by_field(storage::Transaction& tx, const privacy::Keyring& keys,
                                  std::string_view field, std::string_view value);
// Who has an identifier of that value, of any kind.
Result<std::vector<std::string>> find_by_identifier(storage::Transaction& tx,
                                                    const privacy::Keyring& keys,
                                                    std::string_view value);
storage::Blob birth_index(const privacy::Keyring& keys, std::string_view birth_date);

struct FieldChange {
  std::string field;
  std::optional<std::string> before;  // nothing: the field had no value
  std::string source, changed_by;
  Micros changed_at = 0;
};
// Kept for each field: so many changes, and for so long; what is older goes at the next change, and
// all of it with the person.
inline constexpr int64_t kChangesKept = 50;
inline constexpr Micros kChangesKeptFor = 3 * 365 * kDay;

// The newest first.
Result<std::vector<FieldChange>> changes_of(storage::Transaction& tx, privacy::Keyring* keys,
                                            std::string_view person);

// Every row of the person in this folder: fields, changes, relations, the person. Publishes
// core.person_deleted/1 {"person"}: each module deletes what it holds of them.
Status remove_person(storage::Transaction& tx, std::string_view person, const Clock& clock);

}  // namespace aksis::record
