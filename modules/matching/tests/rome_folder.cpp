#include "rome_folder.hpp"

#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

#include "aksis/cpp/csv.hpp"

namespace aksis::matching::test {

namespace {

using Fields = std::vector<std::string>;

bool rows(const std::string& folder, const std::string& part,
          const std::function<void(const Fields&)>& take) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const auto name = entry.path().filename().string();
    if (!name.starts_with("unix_" + part + "_v")) continue;
    const auto text = file_text(entry.path());
    bool header = true;
    return text && csv::read(*text, {}, [&](size_t, const Fields& fields) -> Status {
                     if (!header) take(fields);
                     header = false;
                     return {};
                   }).ok();
  }
  return false;
}

}  // namespace

std::optional<std::string> file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

std::optional<Catalogue> catalogue_from_rome(const std::string& folder) {
  CatalogueBuilder builder;
  builder.version("files");
  bool all = rows(folder, "referentiel_code_rome",
                  [&](const Fields& f) { builder.occupation(f.at(0), f.at(3)); });
  all &= rows(folder, "referentiel_competence", [&](const Fields& f) {
    const auto kind = f.at(6).starts_with("Savoir-être") ? ItemKind::soft_skill
                      : f.at(1).starts_with("Macro")     ? ItemKind::macro
                                                         : ItemKind::skill;
    builder.item(f.at(0), kind, f.at(2), f.at(4));
  });
  all &= rows(folder, "referentiel_savoir",
              [&](const Fields& f) { builder.item(f.at(0), ItemKind::knowledge, f.at(1), ""); });
  all &= rows(folder, "referentiel_contexte_travail",
              [&](const Fields& f) { builder.item(f.at(0), ItemKind::context, f.at(1), ""); });
  all &= rows(folder, "coherence_item",
              [&](const Fields& f) { builder.link(f.at(0), f.at(1), !f.at(2).empty()); });
  all &= rows(folder, "rubrique_mobilite", [&](const Fields& f) {
    builder.mobility(f.at(0), f.at(1), static_cast<uint32_t>(std::atoi(f.at(2).c_str())));
  });
  if (!all) return std::nullopt;
  return builder.build();
}

}  // namespace aksis::matching::test
