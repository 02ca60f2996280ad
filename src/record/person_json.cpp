#include "record/person_json.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace aksis::record {
namespace {

constexpr size_t kIdentifiersMax = 20;
static_assert(kIdentifiersMax == 20 && kContactsMax == 10, "the schemas below say so");

constexpr const char* kIdentifiersIn = R"("identifiers": {"type": "array", "maxItems": 20,
  "description": "National identifiers; only the kinds given change, an empty value removes one",
  "items": {"type": "object", "additionalProperties": false, "required": ["kind", "value"],
    "properties": {
      "kind": {"type": "string", "pattern": "^[a-z][a-z0-9_]{1,29}$", "maxLength": 30,
        "description": "france_travail, mission_locale, cap_emploi …"},
      "value": {"type": "string", "maxLength": 64, "pattern": "^[A-Za-z0-9 ._/-]*$"}}}})";

constexpr const char* kContactsIn = R"("contacts": {"type": "array", "maxItems": 10,
  "description": "Takes the place of all that are known",
  "items": {"type": "object", "additionalProperties": false, "required": ["kind", "value"],
    "properties": {
      "kind": {"type": "string", "enum": ["phone", "mobile", "email"]},
      "value": {"type": "string", "minLength": 1, "maxLength": 254},
      "preferred": {"type": "boolean"},
      "valid": {"type": "boolean", "description": "false: reaches nobody"}}}})";

constexpr const char* kListsOut = R"(
  "identifiers": {"type": "array", "items": {"type": "object", "additionalProperties": false,
    "required": ["kind", "value"],
    "properties": {"kind": {"type": "string"}, "value": {"type": "string"}}}},
  "contacts": {"type": "array", "items": {"type": "object", "additionalProperties": false,
    "required": ["kind", "value", "preferred", "valid"], "properties": {
      "kind": {"type": "string"}, "value": {"type": "string"},
      "preferred": {"type": "boolean"}, "valid": {"type": "boolean"}}}},
  "masked": {"type": "array", "items": {"type": "string"},
    "description": "Fields that have a value which the caller is not shown"})";

// The list that a mask names for a stored field.
std::string_view mask_of(std::string_view field) {
  return field.starts_with(kIdentifierPrefix) ? std::string_view("identifiers") : field;
}

class Reading {
 public:
  Reading(const json::Value& input, std::string_view today) : input_(input), today_(today) {}

  void plain(const PersonField& field) {
    const auto* given = json::member(input_, field.name);
    if (!given || !given->IsString()) return;
    auto value = kept_value(field, json::text(*given), today_);
    if (value)
      changes_.emplace(field.name, *std::move(value));
    else
      wrong(fmt::format("/{}", field.name), value.error());
  }

  void identifiers() {
    const auto* given = json::member(input_, "identifiers");
    if (!given || !given->IsArray()) return;
    for (const auto& one : given->GetArray())
      changes_[fmt::format("{}{}", kIdentifierPrefix, json::text(one, "kind"))] =
          json::text(one, "value");
  }

  void contacts() {
    const auto* given = json::member(input_, kContacts);
    if (!given || !given->IsArray()) return;
    std::vector<Contact> kept;
    for (rapidjson::SizeType i = 0; i < given->Size(); ++i) {
      const auto& one = (*given)[i];
      auto contact =
          kept_contact({std::string(json::text(one, "kind")), std::string(json::text(one, "value")),
                        json::boolean(one, "preferred"), json::boolean(one, "valid", true)});
      if (contact)
        kept.push_back(*std::move(contact));
      else
        wrong(fmt::format("/contacts/{}/value", i), contact.error());
    }
    changes_.emplace(kContacts, contacts_text(kept));
  }

  Result<FieldChanges> finish() {
    if (wrong_.empty()) return std::move(changes_);
    return Error{Code::invalid, "the person is refused; every wrong place is named",
                 std::move(wrong_),
                 "Rien n’a été enregistré ; chaque donnée à corriger est indiquée."};
  }

 private:
  void wrong(std::string pointer, const Error& error) {
    wrong_.push_back({std::move(pointer), error.message, error.french});
  }
  const json::Value& input_;
  std::string_view today_;
  FieldChanges changes_;
  std::vector<ErrorDetail> wrong_;
};

}  // namespace

bool Shown::shows(std::string_view field) const {
  if (field == kNir) return caller_.allows("people.nir");
  const auto& masked = caller_.masked;
  return std::find(masked.begin(), masked.end(), mask_of(field)) == masked.end();
}

std::string input_members() {
  std::string out;
  for (const auto& field : person_fields())
    out += fmt::format(
        R"("{}": {{"type": "string", "maxLength": {}, "description": "{}; empty: none"}}, )",
        field.name, field.chars_max, field.description);
  return out + kIdentifiersIn + "," + kContactsIn + R"(,
    "source": {"type": "string", "default": "adviser",
      "enum": ["adviser", "person", "national_file", "partner", "import"],
      "description": "Where the values come from"})";
}

std::string person_schema() {
  std::string out = R"({"type": "object", "additionalProperties": false,
    "required": ["id", "reference", "created_at", "updated_at"], "properties": {
    "id": {"type": "string"}, "reference": {"type": "string"},
    "created_at": {"type": "string", "description": "UTC"},
    "updated_at": {"type": "string", "description": "UTC"},)";
  for (const auto& field : person_fields())
    out +=
        fmt::format(R"("{}": {{"type": "string", "description": "{}"}}, )", field.name,
                    field.form == FieldForm::nir ? "Its last two characters" : field.description);
  return out + kListsOut + "}}";
}

Result<FieldChanges> read_changes(const json::Value& input, std::string_view today) {
  Reading reading(input, today);
  for (const auto& field : person_fields()) reading.plain(field);
  reading.identifiers();
  reading.contacts();
  return reading.finish();
}

void write_person(json::Writer& out, const PersonRecord& record, const Shown& shown) {
  std::vector<std::string_view> masked;
  const auto visible = [&](std::string_view field) {
    if (shown.shows(field)) return true;
    const auto mask = mask_of(field);
    if (std::find(masked.begin(), masked.end(), mask) == masked.end()) masked.push_back(mask);
    return false;
  };
  out.object()
      .member("id", record.person.id)
      .member("reference", record.person.reference)
      .member("created_at", iso_time(record.person.created_at))
      .member("updated_at", iso_time(record.person.updated_at));
  for (const auto& field : person_fields()) {
    const auto value = record.value(field.name);
    if (value.empty() || !visible(field.name)) continue;
    if (field.form == FieldForm::nir)
      out.member(field.name, masked_nir(value));
    else
      out.member(field.name, value);
  }
  out.key("identifiers").array();
  for (const auto& [name, field] : record.fields)
    if (name.starts_with(kIdentifierPrefix) && visible(name))
      out.object()
          .member("kind", std::string_view(name).substr(kIdentifierPrefix.size()))
          .member("value", field.value)
          .end();
  out.end();
  const auto contacts = record.value(kContacts);
  out.key("contacts");
  if (contacts.empty() || !visible(kContacts))
    out.array().end();
  else
    out.raw(contacts);
  out.key("masked").array();
  for (const auto name : masked) out.value(name);
  out.end().end();
}

}  // namespace aksis::record
