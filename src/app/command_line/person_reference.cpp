#include "app/command_line/person_reference.hpp"

#include <fmt/format.h>

#include "app/command_line/stop_signal.hpp"
#include "base/identity.hpp"

namespace aksis::app {
namespace {

constexpr std::string_view kMember = "person";

Error unknown(std::string_view reference, Language language) {
  const auto sentence =
      say(language,
          "aucune personne n’a la référence {}, et ce n’est pas un identifiant ; "
          "`aksis person list` les montre",
          "no person has the reference {}, and it is no id; `aksis person list` shows them");
  return {Code::not_found, fmt::format(fmt::runtime(sentence), reference), {}};
}

}  // namespace

bool names_person(const json::Document& input) {
  const auto given = json::text(input, kMember);
  return !given.empty() && !is_uuid(given);
}

Status resolve_person(Backend& backend, json::Document& input, Language language) {
  if (!names_person(input)) return {};
  const std::string given(json::text(input, kMember));
  AKSIS_ASSIGN(question,
               json::parse(json::Writer().object().member("reference", given).end().text()));
  AKSIS_ASSIGN(answer, backend.run("people.list", question, {}, catch_stop_signals()));
  AKSIS_ASSIGN(page, json::parse(answer));
  const auto* people = json::member(page, "people");
  if (!people || people->Empty()) return unknown(given, language);
  const auto id = json::text((*people)[0], "id");
  input[kMember.data()].SetString(id.data(), static_cast<rapidjson::SizeType>(id.size()),
                                  input.GetAllocator());
  return {};
}

}  // namespace aksis::app
