#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

// The library's own choice is exceptions; a wrong file is an expected failure here.
#include <toml++/toml.h>

#include "aksis/cpp/toml_shape.hpp"
#include "dates.hpp"
#include "overlay.hpp"

namespace aksis::competences {

namespace {

constexpr size_t kCodeBytesMin = 2, kCodeBytesMax = 40;

bool letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool valid_code(std::string_view code) {
  const auto inside = [](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  };
  return code.size() >= kCodeBytesMin && code.size() <= kCodeBytesMax && letter(code[0]) &&
         std::all_of(code.begin(), code.end(), inside);
}

Error bad_code(const std::string& english, const std::string& french, const std::string& code) {
  return said(Code::invalid,
              english + " \"" + code +
                  "\" must begin with a letter and hold letters, digits, '-', '_' and '.' only",
              french + " « " + code +
                  " » doit commencer par une lettre et ne contenir que des lettres, des chiffres, "
                  "« - », « _ » et « . ».");
}

// Collects an overlay entry by entry, whichever format they come from.
class Collector {
 public:
  explicit Collector(const Referential& referential) : r_(referential) {}

  Status head(Overlay head) {
    if (!overlay.id.empty())
      return said(Code::invalid, "a second overlay begins; one file is one overlay",
                  "Une deuxième taxonomie commence ici ; un fichier en contient une seule.");
    if (!valid_code(head.id))
      return bad_code("the overlay's id", "L’identifiant de la taxonomie", head.id);
    if (head.version.empty())
      return said(Code::invalid, "the overlay has no version", "La taxonomie n’a pas de version.");
    for (const auto* date : {&head.valid_from, &head.valid_until})
      if (!date->empty() && !valid_date(*date))
        return said(Code::invalid, "\"" + *date + "\" is no date; write it as 2026-03-31",
                    "« " + *date + " » n’est pas une date ; écrivez-la comme 2026-03-31.");
    if (!head.valid_until.empty() && head.valid_until < head.valid_from)
      return said(Code::invalid, "the overlay ends (" + head.valid_until + ") before it begins",
                  "La taxonomie finit (" + head.valid_until + ") avant de commencer.");
    overlay = std::move(head);
    return {};
  }

  Status skill(OwnSkill skill, std::string_view kind) {
    if (!valid_code(skill.code)) return bad_code("the code", "Le code", skill.code);
    if (skill.label.empty())
      return said(Code::invalid, "the skill " + skill.code + " has no label",
                  "La compétence " + skill.code + " n’a pas de libellé.");
    if (kind == "knowledge")
      skill.kind = ItemKind::knowledge;
    else if (!kind.empty() && kind != "skill")
      return said(Code::invalid,
                  "the kind \"" + std::string(kind) + "\" must be skill or knowledge",
                  "La nature « " + std::string(kind) + " » doit être skill ou knowledge.");
    if (!skill.macro.empty()) {
      const Index macro = r_.find_item(skill.macro);
      if (macro == kNone || r_.item(macro).kind != ItemKind::macro)
        return said(Code::invalid, skill.macro + " is no macro-competence of the referential",
                    skill.macro + " n’est pas une macro-compétence du référentiel.");
    }
    if (overlay.skills.size() == kOwnSkillsMax)
      return said(Code::invalid, "an overlay holds at most 5000 skills",
                  "Une taxonomie a au plus 5000 compétences.");
    if (!own_.insert(skill.code).second)
      return said(Code::invalid, "the code " + skill.code + " stands twice",
                  "Le code " + skill.code + " figure deux fois.");
    overlay.skills.push_back(std::move(skill));
    return {};
  }

  Status link(OverlayLink link) {
    if (r_.find_occupation(link.rome_code) == kNone)
      return said(Code::invalid, "the occupation " + link.rome_code + " is unknown",
                  "Le métier " + link.rome_code + " est inconnu.");
    if (!own_.contains(link.item) && r_.find_item(link.item) == kNone)
      return said(
          Code::invalid, "the skill " + link.item + " is neither in ROME nor above in this file",
          "La compétence " + link.item + " ne figure ni dans ROME, ni plus haut dans ce fichier.");
    if (!std::isfinite(link.weight) || link.weight < 0 || link.weight > kOverlayWeightMax)
      return said(Code::invalid, "the weight must be between 0 and 10",
                  "Le poids doit être compris entre 0 et 10.");
    if (overlay.links.size() == kOverlayLinksMax)
      return said(Code::invalid, "an overlay holds at most 50000 links",
                  "Une taxonomie a au plus 50000 liens.");
    if (!links_.emplace(link.rome_code, link.item).second) {
      const auto name = link.rome_code + "–" + link.item;
      return said(Code::invalid, "the link " + name + " stands twice",
                  "Le lien " + name + " figure deux fois.");
    }
    overlay.links.push_back(std::move(link));
    return {};
  }

  Overlay overlay;

 private:
  const Referential& r_;
  std::set<std::string> own_;
  std::set<std::pair<std::string, std::string>> links_;
};

std::string text(const toml::table& table, std::string_view key) {
  const auto node = table[key];
  if (const auto date = node.value<toml::date>()) {
    char out[32];
    std::snprintf(out, sizeof out, "%04d-%02d-%02d", date->year, date->month, date->day);
    return out;
  }
  return node.value_or(std::string());
}

Core core_of(const toml::table& table) {
  if (table["emerging"].value_or(false)) return Core::emerging;
  return table["core"].value_or(false) ? Core::core : Core::no;
}

template <typename Take>
void each(const toml::table& root, std::string_view key, const std::string& file, Issues& issues,
          Take take) {
  const auto* entries = root[key].as_array();
  if (!entries) return;
  for (const auto& entry : *entries) {
    const auto* table = entry.as_table();
    const auto header = "[[" + std::string(key) + "]]";
    const Status status = table ? take(*table)
                                : said(Code::invalid, "write it as " + header,
                                       "Écrivez cette entrée sous la forme " + header + ".");
    if (!status.ok()) issues.row(file, entry.source().begin.line, status.error());
  }
}

Result<Overlay> from_toml(const SourceFile& file, const Referential& r, Issues& issues) {
  if (auto shape = check_toml_shape(file.bytes); !shape.ok())
    return prefixed(file.name, std::move(shape).error(), file.name);
  toml::table root;
  try {
    root = toml::parse(std::string_view(file.bytes), file.name);
  } catch (const toml::parse_error& error) {
    const auto line = std::to_string(error.source().begin.line);
    const std::string why(error.description());
    return said(Code::invalid, file.name + ", line " + line + ": " + why,
                file.name + ", ligne " + line + " : le TOML est faux (" + why + ").");
  }
  Collector out(r);
  Overlay head;
  head.id = text(root, "id");
  head.version = text(root, "version");
  head.label = text(root, "label");
  head.sector = text(root, "sector");
  head.territory = text(root, "territory");
  head.valid_from = text(root, "valid_from");
  head.valid_until = text(root, "valid_until");
  if (auto status = out.head(std::move(head)); !status.ok())
    return prefixed(file.name, std::move(status).error(), file.name);
  each(root, "skill", file.name, issues, [&](const toml::table& table) {
    return out.skill({text(table, "code"), text(table, "label"), text(table, "definition"),
                      ItemKind::skill, text(table, "macro")},
                     text(table, "kind"));
  });
  each(root, "link", file.name, issues, [&](const toml::table& table) {
    return out.link({text(table, "occupation"), text(table, "skill"), table["weight"].value_or(1.0),
                     core_of(table)});
  });
  return std::move(out.overlay);
}

Result<double> weight_of(std::string_view text) {
  if (text.empty()) return 1.0;
  std::string plain(text);
  std::replace(plain.begin(), plain.end(), ',', '.');
  double value = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (error != std::errc() || end != plain.data() + plain.size())
    return said(Code::invalid, "\"" + plain + "\" is no weight",
                "« " + plain + " » n’est pas un poids.");
  return value;
}

Result<Overlay> from_csv(SourceFile file, const Referential& r, Issues& issues) {
  enum {
    kRecord,
    kCode,
    kLabel,
    kDefinition,
    kKind,
    kMacro,
    kOccupation,
    kWeight,
    kCore,
    kVersion,
    kSector,
    kTerritory,
    kFrom,
    kUntil
  };
  const std::string name = file.name;
  Collector out(r);
  const auto take = [&](const TableRow& row) -> Status {
    const auto at = [&](size_t column) { return std::string(row[column]); };
    if (row[kRecord] == "overlay") {
      Overlay head;
      head.id = at(kCode), head.version = at(kVersion), head.label = at(kLabel);
      head.sector = at(kSector), head.territory = at(kTerritory);
      head.valid_from = at(kFrom), head.valid_until = at(kUntil);
      return out.head(std::move(head));
    }
    if (row[kRecord] == "skill")
      return out.skill({at(kCode), at(kLabel), at(kDefinition), ItemKind::skill, at(kMacro)},
                       row[kKind]);
    if (row[kRecord] != "link")
      return said(Code::invalid,
                  "the record \"" + at(kRecord) + "\" must be overlay, skill or link",
                  "La valeur « " + at(kRecord) +
                      " » de la colonne record doit être overlay, skill ou link.");
    AKSIS_ASSIGN(weight, weight_of(row[kWeight]));
    Core core = Core::no;
    if (row[kCore] == "core") core = Core::core;
    if (row[kCore] == "emerging") core = Core::emerging;
    return out.link({at(kOccupation), at(kCode), weight, core});
  };
  AKSIS_TRY(read_table(std::move(file),
                       {{"record"},
                        {"code"},
                        {"label", false},
                        {"definition", false},
                        {"kind", false},
                        {"macro", false},
                        {"occupation", false},
                        {"weight", false},
                        {"core", false},
                        {"version", false},
                        {"sector", false},
                        {"territory", false},
                        {"valid_from", false},
                        {"valid_until", false}},
                       issues, take));
  if (out.overlay.id.empty())
    return said(Code::invalid,
                name + " has no row whose record is \"overlay\" to say its id and version",
                name +
                    " n’a pas de ligne dont la colonne record vaut « overlay », pour dire son "
                    "identifiant et sa version.");
  return std::move(out.overlay);
}

// By its name; an upload has none, so then by its first line.
bool is_toml(const SourceFile& file) {
  if (file.name.ends_with(".toml")) return true;
  if (file.name.ends_with(".csv")) return false;
  const size_t start = file.bytes.find_first_not_of(" \t\r\n");
  if (start == std::string::npos) return false;
  const auto line =
      std::string_view(file.bytes).substr(start, file.bytes.find('\n', start) - start);
  return line[0] == '#' || line[0] == '[' || line.find('=') != line.npos;
}

}  // namespace

Result<Overlay> parse_overlay(SourceFile file, const Referential& referential, Issues& issues) {
  if (is_toml(file)) {
    AKSIS_TRY(to_utf8(file));
    return from_toml(file, referential, issues);
  }
  return from_csv(std::move(file), referential, issues);
}

}  // namespace aksis::competences
