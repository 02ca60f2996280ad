#include "explain.hpp"

namespace aksis::matching {

namespace {

void write_reason_members(json::Writer& out, const Reason& reason, const Catalogue& catalogue) {
  out.member("code", reason.code).key("args").object();
  for (const auto& [name, value] : reason.args)
    std::visit([&, key = name](const auto& v) { out.member(key, v); }, value);
  out.end();
  if (reason.items.empty()) return;
  out.key("items").array();
  for (const auto item : reason.items)
    out.object()
        .member("code", catalogue.items()[item].code)
        .member("label", catalogue.items()[item].label)
        .end();
  out.end();
}

void write_reasons(json::Writer& out, std::string_view name, const std::vector<Reason>& reasons,
                   const Catalogue& catalogue) {
  out.key(name).array();
  for (const auto& reason : reasons) {
    out.object();
    write_reason_members(out, reason, catalogue);
    out.end();
  }
  out.end();
}

void write_parts(json::Writer& out, const Explanation& of, const Scorer& scorer) {
  out.key("parts").array();
  for (size_t i = 0; i < kPartCount; ++i)
    out.object()
        .member("part", name_of(static_cast<Part>(i)))
        .member("points", of.points[i])
        .member("of", scorer.weights().parts[i])
        .member("share", of.shares.parts[i])
        .end();
  out.end().key("skills").object();
  out.member("offer", of.shares.own_skills).member("occupation", of.shares.occupation_skills);
  out.end().key("wishes").object();
  for (size_t i = 0; i < kWishCount; ++i)
    if (scorer.stated(static_cast<Wish>(i)))
      out.member(name_of(static_cast<Wish>(i)), of.shares.wishes[i]);
  out.end();
}

}  // namespace

void write_explanation(json::Writer& out, const Explanation& of, const Scorer& scorer) {
  const auto& catalogue = scorer.catalogue();
  out.object().member("score", of.score).member("raw", of.raw);
  write_parts(out, of, scorer);
  out.key("why_not").array();
  for (size_t i = 0; i < kBarCount; ++i)
    if (of.bars >> i & 1) out.value(name_of(static_cast<Bar>(i)));
  out.end();
  if (of.distance != kNoDistance) out.member("distance_hectometres", of.distance);
  write_reasons(out, "for", of.in_favour, catalogue);
  write_reasons(out, "against", of.against, catalogue);
  out.key("missing").array();
  for (const auto what : of.missing) out.value(what);
  out.end().key("what_would_change_it").array();
  for (const auto& change : of.changes) {
    out.object();
    write_reason_members(out, change.what, catalogue);
    out.member("gain", change.gain).member("score", change.score);
    if (change.opens) out.member("opens", true);
    out.end();
  }
  out.end();
  out.member("weights_version", scorer.weights().version());
  out.member("referential_version", catalogue.version());
  out.member("day", format_day(scorer.today())).end();
}

}  // namespace aksis::matching
