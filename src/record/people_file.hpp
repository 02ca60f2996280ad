// The list of people an agency brings along: CSV with a header, one person a row; docs/record/
// people-csv.md. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/person_record.hpp"

namespace aksis::record {

struct PeopleRow {
  size_t line = 0;  // 1 = the header
  std::string reference;
  FieldChanges fields;         // only cells that are not empty; without contacts
  std::string phone, email;    // as kept_contact() gives them
  std::string referent;        // login of an account
  std::optional<Error> wrong;  // why the row is refused
};

inline constexpr size_t kPeopleRowsMax = 200'000;

// Columns by name, in any order, comma or semicolon between them. A row needs a reference or a NIR:
// by them it is found when the file is brought again. Code::invalid: no such header, another
// encoding, no row, more than kPeopleRowsMax.
Result<std::vector<PeopleRow>> read_people(std::string_view csv, std::string_view today);

}  // namespace aksis::record
