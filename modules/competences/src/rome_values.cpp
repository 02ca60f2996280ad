#include "rome_values.hpp"

#include <charconv>
#include <string>

#include "aksis/cpp/fold.hpp"

namespace aksis::competences {

Flag flag(std::string_view text) {
  if (text == "O") return Flag::yes;
  if (text == "N") return Flag::no;
  return Flag::unknown;
}

EcoTransition eco_transition(std::string_view text) {
  const std::string folded = fold(text);
  if (folded == "emploi blanc") return EcoTransition::white;
  if (folded == "emploi vert") return EcoTransition::green;
  if (folded == "emploi brun") return EcoTransition::brown;
  if (folded.starts_with("emploi strategique")) return EcoTransition::strategic;
  return EcoTransition::unknown;
}

Riasec riasec(std::string_view major, std::string_view minor) {
  constexpr std::string_view kLetters = "RIASEC";
  const auto letter = [&](std::string_view text) {
    return text.size() == 1 && kLetters.find(text[0]) != kLetters.npos ? text[0] : '\0';
  };
  return {letter(major), letter(minor)};
}

ItemKind item_kind(std::string_view text) {
  for (const ItemKind kind :
       {ItemKind::macro, ItemKind::soft_skill, ItemKind::knowledge, ItemKind::context})
    if (name(kind) == text) return kind;
  return ItemKind::skill;
}

Result<int> number(const TableRow& row, size_t column) {
  const auto text = row[column];
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0)
    return row.wrong(column, "\"" + std::string(text) + "\" is no whole number",
                     "« " + std::string(text) + " » n’est pas un nombre entier.");
  return value;
}

Error no_label(const TableRow& row, size_t column) {
  return row.wrong(column, "the label is empty", "Le libellé est vide.");
}

Error stands_twice(const TableRow& row, const std::string& what, const std::string& french) {
  const std::string code(row[0]);
  return row.wrong(0, what + " " + code + " stands twice",
                   french + " " + code + " figure deux fois.");
}

Error unknown_item(const TableRow& row, size_t column) {
  const std::string code(row[column]);
  return row.wrong(column, "the item " + code + " is unknown",
                   "L’élément " + code + " est inconnu.");
}

}  // namespace aksis::competences
