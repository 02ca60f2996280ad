// How files and tables write flags, letters, kinds and numbers. Pure, any thread.
#pragma once

#include <string>
#include <string_view>

#include "csv_table.hpp"
#include "referential.hpp"

namespace aksis::competences {

inline constexpr size_t kRomeCodeSize = 5;

Flag flag(std::string_view text);                     // "O", "N" or nothing
EcoTransition eco_transition(std::string_view text);  // "Emploi Vert" …
Riasec riasec(std::string_view major, std::string_view minor);
ItemKind item_kind(std::string_view name);  // of referential.hpp's name(); skill otherwise
Result<int> number(const TableRow& row, size_t column);  // refuses, quoting the text

// What is wrong with a row; of `what` ("the item", "L’élément") when its first column names it.
Error no_label(const TableRow& row, size_t column);
Error stands_twice(const TableRow& row, const std::string& what, const std::string& french);
Error unknown_item(const TableRow& row, size_t column);

}  // namespace aksis::competences
