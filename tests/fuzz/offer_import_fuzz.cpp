// Any bytes as a file of offers: offers, errors by line, or a sentence, the same however the bytes
// are cut into pieces; and an offer that is accepted survives its own JSON.
#include <cstdint>
#include <cstdlib>

#include "offer_import.hpp"

namespace {

using namespace aksis;
using namespace aksis::matching;

struct Outcome {
  std::string offers;
  size_t refused = 0;
  bool ok = false;
  bool operator==(const Outcome&) const = default;
};

Outcome import(std::string_view text, size_t piece) {
  Outcome out;
  OfferImporter importer([&](Offer&& offer, size_t) -> Status {
    const auto json_text = to_json(offer);
    const auto parsed = json::parse(json_text);
    if (!parsed.ok()) std::abort();
    const auto again = offer_from_json(*parsed);
    if (!again.ok() || to_json(*again) != json_text) std::abort();
    out.offers += json_text;
    return {};
  });
  for (size_t at = 0; at < text.size(); at += piece)
    if (!importer.feed(text.substr(at, piece)).ok()) return out;
  out.ok = importer.finish().ok();
  out.refused = importer.report().refused;
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (!(import(text, size + 1) == import(text, 5))) std::abort();
  return 0;
}
