// The list of communes an agency imports: CSV with a header, one commune a row. Pure, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aksis/cpp/result.hpp"

namespace aksis::record {

// Hundred-thousandths of a degree: about a metre.
struct Place {
  int32_t lat = 0;
  int32_t lon = 0;
};

struct Commune {
  std::string code;  // INSEE, five characters
  std::string name;
  std::string department;       // "01", "2A", "974"
  std::string region;           // "84"; empty: not told
  std::string employment_area;  // "8401"; empty: none
  std::vector<std::string> postcodes;
  int64_t population = 0;
  std::optional<Place> place;
};

struct CommuneFile {
  struct WrongRow {
    size_t line;  // 1 = the header
    std::string message, french;
  };
  std::vector<Commune> communes;
  std::vector<WrongRow> wrong;  // the first kWrongMax
  size_t refused = 0;
};
inline constexpr size_t kWrongMax = 100;

// Columns by name, in any order: insee (or code) and nom (or name) are needed; departement, region,
// bassin_emploi (or employment_area), codes_postaux (or postcodes; several joined by "|"),
// population, lat, lon may be absent or empty. A wrong row is named and left out. Paris, Lyon and
// Marseille, which lists give without coordinates, are placed amid their arrondissements.
// Code::invalid: no such header, another encoding, not one good row.
Result<CommuneFile> read_communes(std::string_view csv);

}  // namespace aksis::record
