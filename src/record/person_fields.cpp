#include "record/person_fields.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "aksis/cpp/fold.hpp"
#include "aksis/cpp/json.hpp"
#include "privacy/nir.hpp"
#include "privacy/retention.hpp"

namespace aksis::record {
namespace {

constexpr std::string_view kOldestBirth = "1850-01-01";  // before it lies a slip of the keyboard
constexpr size_t kPhoneDigitsMin = 6, kPhoneDigitsMax = 15;  // ITU-T E.164
constexpr size_t kDaySize = 10;
constexpr size_t kMailMax = 254;
constexpr size_t kNirHidden = 11, kNirNumber = 13;

constexpr PersonField kFields[] = {
    {"birth_name", "nom_de_naissance", FieldForm::name, 100, "Name at birth"},
    {"used_name", "nom_d_usage", FieldForm::name, 100, "Name used, when another one"},
    {"first_names", "prénoms", FieldForm::name, 200, "First names, in the order of civil status"},
    {"birth_date", "date_de_naissance", FieldForm::date, 10, "1990-05-17"},
    {"birth_place", "lieu_de_naissance", FieldForm::birth_place, 5,
     "INSEE code of a commune (five characters) or ISO code of a country (two letters)"},
    {"sex", "sexe_à_l_état_civil", FieldForm::sex, 1, "F or M, as written in civil status"},
    {"nationality", "nationalité", FieldForm::country, 2, "ISO code of a country: two letters"},
    {kNir, "numéro_de_sécurité_sociale", FieldForm::nir, 30,
     "Number of social security, with or without its key"},
    {"address", "adresse", FieldForm::address, 300, "Lines of the address before the postcode"},
    {"postcode", "code_postal", FieldForm::postcode, 10, "Postcode"},
    {"commune", "commune", FieldForm::commune, 5, "INSEE code of the commune of residence"},
    {"registered_on", "inscription_le", FieldForm::date, 10, "First day of the registration"},
    {"registration_category", "catégorie_d_inscription", FieldForm::code, 20,
     "Category of the registration"},
    {"registration_ended_on", "fin_d_inscription_le", FieldForm::date, 10,
     "First day without the registration"},
    {"registration_end_reason", "motif_de_fin_d_inscription", FieldForm::code, 40,
     "Code of the reason why it ended"},
};

constexpr bool digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool capital(char c) {
  return c >= 'A' && c <= 'Z';
}

std::string_view trimmed(std::string_view text) {
  const auto start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(" \t\r\n") - start + 1);
}

// Line breaks stand in addresses alone.
bool printable(std::string_view text, bool lines) {
  return valid_utf8(text) && std::all_of(text.begin(), text.end(), [lines](char c) {
           return static_cast<unsigned char>(c) >= 0x20 ? c != 0x7F : lines && c == '\n';
         });
}

size_t letters_of(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

bool country(std::string_view text) {
  return text.size() == 2 && capital(text[0]) && capital(text[1]);
}

// "75056", "2A004", "99100".
bool insee(std::string_view text) {
  if (text.size() != 5) return false;
  for (size_t i = 0; i < text.size(); ++i)
    if (!digit(text[i]) && !(i == 1 && (text[i] == 'A' || text[i] == 'B'))) return false;
  return true;
}

bool made_of(std::string_view text, std::string_view others) {
  return std::all_of(text.begin(), text.end(), [others](char c) {
    return digit(c) || capital(c) || (c >= 'a' && c <= 'z') || others.find(c) != others.npos;
  });
}

// What is wrong with it, said of the field; empty: nothing.
struct Fault {
  std::string_view english, french;
};

Fault fault_of(const PersonField& field, std::string_view value, std::string_view today) {
  switch (field.form) {
    case FieldForm::name:
      if (!fold(value).empty()) return {};
      return {"has no letter", "n’a aucune lettre"};
    case FieldForm::date:
      if (value.empty())
        return {"is no date like 1990-05-17", "n’est pas une date comme 17/05/1990"};
      if (field.name != "birth_date") return {};
      if (value > today) return {"lies in the future", "est un jour à venir"};
      if (value < kOldestBirth) return {"is too old", "est une date trop ancienne"};
      return {};
    case FieldForm::birth_place:
      if (insee(value) || country(value)) return {};
      return {"is neither an INSEE code of five characters nor a country of two letters",
              "attend le code INSEE d’une commune (cinq caractères) ou le code d’un pays (deux "
              "lettres)"};
    case FieldForm::sex:
      if (value == "F" || value == "M") return {};
      return {"is neither F nor M", "attend F ou M"};
    case FieldForm::country:
      if (country(value)) return {};
      return {"is no country of two letters", "attend le code d’un pays : deux lettres, comme FR"};
    case FieldForm::commune:
      if (insee(value)) return {};
      return {"is no INSEE code of five characters",
              "attend le code INSEE d’une commune : cinq caractères"};
    case FieldForm::postcode:
      if (made_of(value, " -")) return {};
      return {"is no postcode", "n’est pas un code postal"};
    case FieldForm::code:
      if (made_of(value, "._-")) return {};
      return {"is no code of letters, digits, . _ -",
              "attend un code fait de lettres, de chiffres et de . _ -"};
    case FieldForm::address:
    case FieldForm::nir:
      return {};
  }
  return {};
}

// "nom_d_usage": "nom d’usage".
std::string words_of(std::string_view title) {
  std::string out;
  for (size_t i = 0; i < title.size(); ++i) {
    const bool elided = out.ends_with(" d") || out.ends_with(" l");
    if (title[i] == '_')
      out += elided ? "’" : " ";
    else
      out += title[i];
  }
  return out;
}

Error wrong_field(const PersonField& field, std::string_view english, std::string_view french) {
  return said(Code::invalid, fmt::format("{} {}", field.name, english),
              fmt::format("Le champ « {} » {}.", words_of(field.title_fr), french));
}

bool mail_address(std::string_view text) {
  const auto at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string_view::npos && text.size() <= kMailMax &&
         text.find_first_of(" \t,;<>\"") == std::string_view::npos &&
         text.find('.', at) != std::string_view::npos && text.back() != '.';
}

// Digits, with a "+" before those of another country; empty when it is no number.
std::string phone_number(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (digit(c) || (c == '+' && out.empty()))
      out += c;
    else if (std::string_view(" .-()/").find(c) == std::string_view::npos)
      return {};
  }
  const size_t digits = out.size() - out.starts_with('+');
  return digits < kPhoneDigitsMin || digits > kPhoneDigitsMax ? std::string() : out;
}

}  // namespace

std::span<const PersonField> person_fields() {
  return kFields;
}

std::string iso_day(std::string_view text) {
  if (text.size() != kDaySize) return {};
  std::string day(text);
  if (day[2] == '/' && day[5] == '/')
    day = day.substr(6, 4) + "-" + day.substr(3, 2) + "-" + day.substr(0, 2);
  return privacy::add_months(day, 0).ok() ? day : std::string();
}

const PersonField* find_field(std::string_view name) {
  const auto* found = std::find_if(std::begin(kFields), std::end(kFields),
                                   [&](const PersonField& one) { return one.name == name; });
  return found == std::end(kFields) ? nullptr : found;
}

Result<std::string> kept_value(const PersonField& field, std::string_view given,
                               std::string_view today) {
  const auto value = trimmed(given);
  if (value.empty()) return std::string();
  if (!printable(value, field.form == FieldForm::address))
    return wrong_field(field, "is no plain text in UTF-8", "a des caractères illisibles");
  if (letters_of(value) > field.chars_max)
    return wrong_field(field, fmt::format("has more than {} characters", field.chars_max),
                       fmt::format("a plus de {} caractères", field.chars_max));
  if (field.form == FieldForm::nir) {
    AKSIS_ASSIGN(nir, privacy::parse_nir(value));
    return nir.full();
  }
  auto kept = field.form == FieldForm::date ? iso_day(value) : std::string(value);
  if (const auto fault = fault_of(field, kept, today); !fault.english.empty())
    return wrong_field(field, fault.english, fault.french);
  return kept;
}

Result<Contact> kept_contact(Contact given) {
  if (given.kind == "email") {
    given.value = trimmed(given.value);
    if (!printable(given.value, false) || !mail_address(given.value))
      return said(Code::invalid, "this is no e-mail address",
                  "Ce n’est pas une adresse électronique.");
    return given;
  }
  if (given.kind != "phone" && given.kind != "mobile")
    return said(Code::invalid, "a contact is a phone, a mobile or an email",
                "Une coordonnée est un téléphone fixe, un mobile ou une adresse électronique.");
  given.value = phone_number(given.value);
  if (given.value.empty())
    return said(
        Code::invalid, "this is no telephone number: 6 to 15 digits, a + before another country's",
        "Ce n’est pas un numéro de téléphone : 6 à 15 chiffres, précédés de + pour un autre "
        "pays.");
  return given;
}

std::string contacts_text(const std::vector<Contact>& contacts) {
  if (contacts.empty()) return {};
  json::Writer out;
  out.array();
  for (const auto& one : contacts)
    out.object()
        .member("kind", one.kind)
        .member("value", one.value)
        .member("preferred", one.preferred)
        .member("valid", one.valid)
        .end();
  return out.end().text();
}

std::vector<Contact> contacts_of(std::string_view text) {
  std::vector<Contact> out;
  const auto parsed = json::parse(text);
  if (!parsed || !parsed->IsArray()) return out;
  for (const auto& one : parsed->GetArray())
    out.push_back({std::string(json::text(one, "kind")), std::string(json::text(one, "value")),
                   json::boolean(one, "preferred"), json::boolean(one, "valid", true)});
  return out;
}

std::string masked_nir(std::string_view nir) {
  if (nir.size() < kNirNumber) return {};
  std::string out;
  for (size_t i = 0; i < kNirHidden; ++i) out += "•";
  return out += nir.substr(kNirHidden, kNirNumber - kNirHidden);
}

}  // namespace aksis::record
