// A person in inputs and answers: schemas, reading, writing under the caller's masks. Pure; any
// thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aksis/cpp/json.hpp"
#include "operations/operation.hpp"
#include "record/person_fields.hpp"
#include "record/person_record.hpp"

namespace aksis::record {

// Which fields a caller sees: all but those of its `masked`, where "identifiers" and "contacts"
// name the whole list.
class Shown {
 public:
  explicit Shown(const operations::Principal& caller) : caller_(caller) {}
  // The NIR is never shown whole; masked_nir() takes people.nir.
  bool shows(std::string_view field) const;

 private:
  const operations::Principal& caller_;
};

// Members of an object schema, to stand among "properties": every field of a person as input, with
// "source" where the values come from.
std::string input_members();
// An object schema of a whole person.
std::string person_schema();

// What an input or a row gives, checked and as it is kept. Code::invalid with every wrong member.
Result<FieldChanges> read_changes(const json::Value& input, std::string_view today);

void write_person(json::Writer& out, const PersonRecord& record, const Shown& shown);

}  // namespace aksis::record
