#include "replay.hpp"

#include <algorithm>

namespace aksis::matching {

namespace {

void write_slice(json::Writer& out, const CatalogueSlice& slice) {
  out.object().member("version", slice.version).member("occupation", slice.occupation);
  out.key("items").array();
  for (const auto& item : slice.items) {
    out.object().member("code", item.code).member("label", item.label);
    out.member("kind", name_of(item.kind)).member("rarity", item.rarity);
    if (item.macro != kNoItem) out.member("macro", item.macro);
    out.end();
  }
  out.end().key("occupations").array();
  for (const auto& [code, label] : slice.occupations)
    out.object().member("code", code).member("label", label).end();
  out.end().key("links").array();
  for (const auto& link : slice.links)
    out.object().member("item", link.item).member("core", link.core).end();
  out.end().key("interests").array();
  for (const auto& interest : slice.interests) out.value(interest);
  out.end().key("nears").array();
  for (const auto& near : slice.nears) {
    out.object().member("from", near.from).member("to", near.to);
    out.member("related", near.related).member("mobility", near.mobility).end();
  }
  out.end().end();
}

template <typename Take>
void each(const json::Value& value, std::string_view name, Take take) {
  if (const auto* list = json::member(value, name); list && list->IsArray())
    for (const auto& entry : list->GetArray()) take(entry);
}

std::string text_of(const json::Value& value, std::string_view name) {
  return std::string(json::text(value, name));
}

uint32_t number_of(const json::Value& value, std::string_view name, int64_t most) {
  return static_cast<uint32_t>(std::clamp<int64_t>(json::integer(value, name), 0, most));
}

Result<CatalogueSlice> read_slice(const json::Value& value) {
  CatalogueSlice slice;
  slice.version = text_of(value, "version");
  slice.occupation = text_of(value, "occupation");
  bool known_kinds = true;
  each(value, "items", [&](const json::Value& entry) {
    Item item{text_of(entry, "code"), text_of(entry, "label"), ItemKind::skill, kNoItem,
              number_of(entry, "rarity", 1 << 16)};
    known_kinds &= parse_item_kind(json::text(entry, "kind"), item.kind);
    if (json::member(entry, "macro")) item.macro = number_of(entry, "macro", kNoItem);
    slice.items.push_back(std::move(item));
  });
  each(value, "occupations", [&](const json::Value& entry) {
    slice.occupations.emplace_back(text_of(entry, "code"), text_of(entry, "label"));
  });
  each(value, "links", [&](const json::Value& entry) {
    slice.links.push_back({text_of(entry, "item"), json::boolean(entry, "core")});
  });
  each(value, "interests", [&](const json::Value& entry) {
    if (entry.IsString()) slice.interests.emplace_back(json::text(entry));
  });
  each(value, "nears", [&](const json::Value& entry) {
    slice.nears.push_back({text_of(entry, "from"), text_of(entry, "to"),
                           number_of(entry, "related", kFull), number_of(entry, "mobility", 255)});
  });
  if (!known_kinds || slice.occupations.size() > 1000)
    return invalid("the kept referential is not one this program writes");
  return slice;
}

}  // namespace

std::string inputs_json(const Person& person, Offer offer, const Weights& weights, Day today,
                        const Catalogue& catalogue, const Communes& communes) {
  if (const auto* commune = communes.find(offer.commune); commune && !offer.point)
    offer.point = commune->point;
  const auto seeker = to_seeker(person, catalogue);
  std::vector<ItemIndex> items(seeker.wanted);
  items.insert(items.end(), seeker.refused.begin(), seeker.refused.end());
  for (const auto& [item, level] : seeker.skills) items.push_back(item);
  Interner interner;
  if (const auto facts = to_facts(offer, 0, catalogue, communes, interner)) {
    for (const auto skill : facts->skills) items.push_back(skill >> 1);
    for (const auto context : interner.dictionary()->sets.back().contexts) items.push_back(context);
  }
  std::vector<OccupationIndex> others;
  for (const auto& wish : seeker.occupations) others.push_back(wish.occupation);
  for (const auto& [occupation, months] : seeker.experience) others.push_back(occupation);

  json::Writer out;
  out.object().member("format", 1).member("day", format_day(today)).key("person");
  write_person(out, person);
  out.key("offer");
  write_offer(out, offer);
  out.key("weights");
  write_weights(out, weights);
  out.key("referential");
  write_slice(out, catalogue.slice(catalogue.find_occupation(offer.rome_code), others, items));
  return out.end().text();
}

Result<std::string> answer_from_inputs(std::string_view text) {
  AKSIS_ASSIGN(inputs, json::parse(text));
  if (json::integer(inputs, "format") != 1)
    return Error{Code::unsupported, "the result was kept in a form this version does not read", {}};
  const auto* person_json = json::member(inputs, "person");
  const auto* offer_json = json::member(inputs, "offer");
  const auto* weights_json = json::member(inputs, "weights");
  const auto* slice_json = json::member(inputs, "referential");
  if (!person_json || !offer_json || !weights_json || !slice_json)
    return invalid("the kept inputs are not whole");
  AKSIS_ASSIGN(person, person_from_json(*person_json));
  AKSIS_ASSIGN(offer, offer_from_json(*offer_json));
  AKSIS_ASSIGN(weights, weights_from_json(*weights_json));
  AKSIS_ASSIGN(slice, read_slice(*slice_json));
  const auto today = parse_day(json::text(inputs, "day"));
  const auto catalogue = Catalogue::from_slice(slice);
  Interner interner;
  const auto facts = to_facts(offer, 0, catalogue, Communes(), interner);
  if (!facts) return invalid("the kept inputs lack the occupation of their offer");
  const auto dictionary = interner.dictionary();
  const auto seeker = to_seeker(person, catalogue);
  Credits credits(catalogue);
  credits.assign(seeker);
  Scorer scorer(catalogue, *dictionary, weights, seeker, credits, today);
  json::Writer out;
  write_explanation(out, explain(scorer, *dictionary, facts->row, facts->skills), scorer);
  return out.text();
}

}  // namespace aksis::matching
