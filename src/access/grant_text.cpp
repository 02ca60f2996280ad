#include "access/grant_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace aksis::access {

using operations::Grant;
using operations::Scope;

std::string grant_text(const Grant& grant) {
  return fmt::format("{}:{}", grant.permission, name_of(grant.scope));
}

Result<std::vector<Grant>> parse_grants(const json::Value& input, std::string_view member) {
  std::vector<Grant> out;
  const auto* list = json::member(input, member);
  if (!list || !list->IsArray()) return out;
  size_t place = 0;
  for (const auto& one : list->GetArray()) {
    const auto text = json::text(one);
    const auto colon = text.find(':');
    const auto scope = colon == std::string_view::npos
                           ? std::optional<Scope>(Scope::own)
                           : operations::parse_scope(text.substr(colon + 1));
    if (!scope) {
      const auto why = fmt::format("{} is no scope; own, agency, territory, national and all are",
                                   text.substr(colon + 1));
      return said_at(
          fmt::format("/{}/{}", member, place), why,
          fmt::format("{} n’est pas une portée : ce sont own, agency, territory, national et all.",
                      text.substr(colon + 1)));
    }
    out.emplace_back(std::string(text.substr(0, colon)), *scope);
    ++place;
  }
  return out;
}

Status check_may_give(const operations::Principal& giver, const std::vector<Grant>& grants,
                      std::string_view organisation) {
  const bool shows_people = operations::Principal{"", false, grants}.allows("people.read");
  if (shows_people && !giver.masked.empty())
    return said(Code::forbidden,
                fmt::format("your roles mask {}, and a program is shown every field: who is shown "
                            "them too must make its key",
                            fmt::join(giver.masked, ", ")),
                fmt::format("Vos rôles vous masquent {}, et un programme voit toutes les données : "
                            "sa clé doit être créée par une personne à qui elles sont montrées.",
                            fmt::join(giver.masked, ", ")));
  for (const auto& grant : grants) {
    const auto held = giver.scope_of(grant.permission);
    const bool elsewhere =
        grant.scope >= Scope::agency && !organisation.empty() && organisation != giver.organisation;
    if (held && *held >= grant.scope && (!elsewhere || *held >= Scope::national)) continue;
    if (held && *held >= grant.scope)
      return said(Code::forbidden,
                  fmt::format("{} is held for one's own organisation: it cannot be given for "
                              "another",
                              grant_text(grant)),
                  fmt::format("Vous avez le droit {} pour votre propre structure : vous ne pouvez "
                              "pas le donner pour une autre.",
                              grant_text(grant)));
    return said(Code::forbidden,
                fmt::format("{} cannot be given by who does not hold it", grant_text(grant)),
                fmt::format("Vous ne pouvez pas donner le droit {}, que vous n’avez pas.",
                            grant_text(grant)));
  }
  return {};
}

}  // namespace aksis::access
