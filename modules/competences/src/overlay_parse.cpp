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

// Collects an overlay entry by entry, whichever format they come from.
class Collector {
 public:
  explicit Collector(const Referential& referential) : r_(referential) {}

  Status head(Overlay head) {
    if (!overlay.id.empty()) return invalid("a second overlay begins; one file is one overlay");
    if (!valid_code(head.id))
      return invalid("the overlay's id \"" + head.id +
                     "\" must begin with a letter and hold letters, digits, '-', '_' and '.' only");
    if (head.version.empty()) return invalid("the overlay has no version");
    for (const auto* date : {&head.valid_from, &head.valid_until})
      if (!date->empty() && !valid_date(*date))
        return invalid("\"" + *date + "\" is no date; write it as 2026-03-31");
    if (!head.valid_until.empty() && head.valid_until < head.valid_from)
      return invalid("the overlay ends (" + head.valid_until + ") before it begins");
    overlay = std::move(head);
    return {};
  }

  Status skill(OwnSkill skill, std::string_view kind) {
    if (!valid_code(skill.code))
      return invalid("the code \"" + skill.code +
                     "\" must begin with a letter and hold letters, digits, '-', '_' and '.' only");
    if (skill.label.empty()) return invalid("the skill " + skill.code + " has no label");
    if (kind == "knowledge")
      skill.kind = ItemKind::knowledge;
    else if (!kind.empty() && kind != "skill")
      return invalid("the kind \"" + std::string(kind) + "\" must be skill or knowledge");
    if (!skill.macro.empty()) {
      const Index macro = r_.find_item(skill.macro);
      if (macro == kNone || r_.item(macro).kind != ItemKind::macro)
        return invalid(skill.macro + " is no macro-competence of the referential");
    }
    if (overlay.skills.size() == kOwnSkillsMax)
      return invalid("an overlay holds at most 5000 skills");
    if (!own_.insert(skill.code).second) return invalid("the code " + skill.code + " stands twice");
    overlay.skills.push_back(std::move(skill));
    return {};
  }

  Status link(OverlayLink link) {
    if (r_.find_occupation(link.rome_code) == kNone)
      return invalid("the occupation " + link.rome_code + " is unknown");
    if (!own_.contains(link.item) && r_.find_item(link.item) == kNone)
      return invalid("the skill " + link.item + " is neither in ROME nor above in this file");
    if (!std::isfinite(link.weight) || link.weight < 0 || link.weight > kOverlayWeightMax)
      return invalid("the weight must be between 0 and 10");
    if (overlay.links.size() == kOverlayLinksMax)
      return invalid("an overlay holds at most 50000 links");
    if (!links_.emplace(link.rome_code, link.item).second)
      return invalid("the link " + link.rome_code + "–" + link.item + " stands twice");
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
    const Status status =
        table ? take(*table) : invalid("write it as [[" + std::string(key) + "]]");
    if (!status.ok()) issues.row(file, entry.source().begin.line, status.error().message);
  }
}

Result<Overlay> from_toml(const SourceFile& file, const Referential& r, Issues& issues) {
  if (auto shape = check_toml_shape(file.bytes); !shape.ok())
    return prefixed(file.name, std::move(shape).error());
  toml::table root;
  try {
    root = toml::parse(std::string_view(file.bytes), file.name);
  } catch (const toml::parse_error& error) {
    return invalid(file.name + ", line " + std::to_string(error.source().begin.line) + ": " +
                   std::string(error.description()));
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
    return prefixed(file.name, std::move(status).error());
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
    return invalid("\"" + plain + "\" is no weight");
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
      return invalid("the record \"" + at(kRecord) + "\" must be overlay, skill or link");
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
    return invalid(name + " has no row whose record is \"overlay\" to say its id and version");
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
