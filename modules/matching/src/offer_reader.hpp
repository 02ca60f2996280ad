// One offer from the shapes it arrives in: a JSON object of France Travail's "Offres d'emploi v2",
// or a row of CSV (docs/matching/offers-csv.md). Pure; any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "offer.hpp"

namespace aksis::matching {

// What was met on the way that nobody here can use, by name, with how often.
struct Unknowns {
  std::map<std::string, size_t> members;  // "agence.courriel"
  std::map<std::string, size_t> codes;    // "typeContrat XYZ"
  void add(const Unknowns& other);
};
inline constexpr size_t kUnknownsMax = 200;  // names kept; more are not told apart

// Members of another type than expected are taken as absent and counted as unknown codes, except
// those without which the offer fits nobody: then the error names the member.
Result<Offer> read_france_travail(const json::Value& value, Unknowns& unknowns);

// The columns of a CSV file by position.
class OfferColumns {
 public:
  static Result<OfferColumns> from_header(const std::vector<std::string>& header);
  Result<Offer> read(const std::vector<std::string>& fields, Unknowns& unknowns) const;
  // Of a row, also of a wrong one; "" when it has too many or too few fields to tell.
  std::string_view id(const std::vector<std::string>& fields) const;
  // Columns nobody knows.
  const std::vector<std::string>& unknown() const { return unknown_; }

 private:
  std::string_view field(const std::vector<std::string>& fields, size_t column) const;
  Status read_terms(const std::vector<std::string>& fields, Offer& offer, Unknowns& unknowns) const;
  Status read_place(const std::vector<std::string>& fields, Offer& offer) const;

  std::vector<size_t> columns_;  // by known column; SIZE_MAX = absent
  size_t width_ = 0;
  std::vector<std::string> unknown_;
};

}  // namespace aksis::matching
