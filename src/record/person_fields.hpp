// What the record keeps of a person, field by field: names, checks, words for people. Pure
// functions and constants; any thread.
//
// A field has a name that inputs, answers, masks and the history share. National identifiers are
// fields of their own, "identifier.KIND"; the contact points are one field whose value is JSON.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "aksis/cpp/result.hpp"

namespace aksis::record {

enum class FieldForm {
  name,
  date,
  birth_place,
  sex,
  country,
  nir,
  address,
  postcode,
  commune,
  code
};

struct PersonField {
  std::string_view name;
  std::string_view title_fr;  // as the right of access names it
  FieldForm form;
  size_t chars_max;
  std::string_view description;  // in schemas
};

// The plain fields, in the order they are shown. Identifiers and contacts are not among them.
std::span<const PersonField> person_fields();
// nullptr: none of that name.
const PersonField* find_field(std::string_view name);

// "1990-05-17" of a day written so or as "17/05/1990"; empty: it is none.
std::string iso_day(std::string_view text);

inline constexpr std::string_view kNir = "nir";
inline constexpr std::string_view kContacts = "contacts";
inline constexpr std::string_view kIdentifierPrefix = "identifier.";

// The value as it is kept: ends trimmed, NIR of 15 characters. Empty: the field is cleared.
// Code::invalid, without repeating the value. `today`: "2026-11-26"; no birth lies after it.
// Whether the commune exists is asked elsewhere.
Result<std::string> kept_value(const PersonField& field, std::string_view given,
                               std::string_view today);

struct Contact {
  std::string kind;  // "phone", "mobile", "email"
  std::string value;
  bool preferred = false, valid = true;
};
inline constexpr size_t kContactsMax = 10;

// Telephone numbers without separators, e-mail addresses as given. Code::invalid.
Result<Contact> kept_contact(Contact given);
// The value of the field kContacts; empty for none.
std::string contacts_text(const std::vector<Contact>& contacts);
std::vector<Contact> contacts_of(std::string_view text);

// "•••••••••••12": the last two of its 13 characters.
std::string masked_nir(std::string_view nir);

}  // namespace aksis::record
