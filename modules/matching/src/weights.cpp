#include "weights.hpp"

#include <cstdio>

#include "catalogue.hpp"

namespace aksis::matching {

namespace {

template <size_t N, typename Name>
void write_numbers(json::Writer& out, std::string_view key, const std::array<uint32_t, N>& numbers,
                   Name name) {
  out.key(key).object();
  for (size_t i = 0; i < N; ++i) out.member(name(i), numbers[i]);
  out.end();
}

void read_number(const json::Value& object, std::string_view name, std::string_view pointer,
                 uint32_t max, uint32_t& number, std::vector<ErrorDetail>& wrong) {
  const auto* value = json::member(object, name);
  if (!value) return;
  if (value->IsUint() && value->GetUint() <= max) {
    number = value->GetUint();
    return;
  }
  wrong.push_back({std::string(pointer) + "/" + std::string(name),
                   "must be a whole number from 0 to " + std::to_string(max),
                   "il faut un nombre entier de 0 à " + std::to_string(max)});
}

std::string_view part_name(size_t i) {
  return name_of(static_cast<Part>(i));
}
std::string_view wish_name(size_t i) {
  return name_of(static_cast<Wish>(i));
}

}  // namespace

std::string_view name_of(Part part) {
  constexpr std::string_view kNames[] = {"skills", "occupation", "experience",
                                         "wishes", "distance",   "freshness"};
  return kNames[static_cast<size_t>(part)];
}

std::string_view name_of(Wish wish) {
  constexpr std::string_view kNames[] = {"contract", "hours",    "salary", "sector",
                                         "interest", "contexts", "demands"};
  return kNames[static_cast<size_t>(wish)];
}

void write_weights(json::Writer& out, const Weights& weights) {
  out.object();
  write_numbers(out, "parts", weights.parts, part_name);
  write_numbers(out, "wishes", weights.wishes, wish_name);
  out.member("own_skills", weights.own_skills).member("macro_credit", weights.macro_credit);
  out.member("relevance", weights.relevance).member("fresh_days", weights.fresh_days).end();
}

std::string Weights::version() const {
  json::Writer out;
  write_weights(out, *this);
  char text[20];
  std::snprintf(text, sizeof text, "w%016llx",
                static_cast<unsigned long long>(stable_hash(out.text())));
  return text;
}

Result<Weights> weights_from_json(const json::Value& value) {
  Weights weights;
  std::vector<ErrorDetail> wrong;
  if (const auto* parts = json::member(value, "parts"))
    for (size_t i = 0; i < kPartCount; ++i)
      read_number(*parts, part_name(i), "/parts", kPointsMax, weights.parts[i], wrong);
  if (const auto* wishes = json::member(value, "wishes"))
    for (size_t i = 0; i < kWishCount; ++i)
      read_number(*wishes, wish_name(i), "/wishes", kPointsMax, weights.wishes[i], wrong);
  read_number(value, "own_skills", "", 1000, weights.own_skills, wrong);
  read_number(value, "macro_credit", "", 1000, weights.macro_credit, wrong);
  read_number(value, "relevance", "", 1000, weights.relevance, wrong);
  read_number(value, "fresh_days", "", 3650, weights.fresh_days, wrong);
  if (weights.fresh_days == 0)
    wrong.push_back({"/fresh_days", "must be at least 1", "il faut au moins 1"});
  uint32_t sum = 0;
  for (const auto part : weights.parts) sum += part;
  if (wrong.empty() && sum != kPointsMax)
    wrong.push_back({"/parts",
                     "the parts must add up to 1000, they add up to " + std::to_string(sum),
                     "la somme des parts doit faire 1000, elle fait " + std::to_string(sum)});
  if (!wrong.empty()) {
    const auto at = wrong.front().pointer;
    return said_of(std::move(wrong), "the weights are wrong: " + at + " ",
                   "Les pondérations sont fausses : " + at + " ");
  }
  return weights;
}

}  // namespace aksis::matching
