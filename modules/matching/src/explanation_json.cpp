#include "explain.hpp"

namespace aksis::matching {

namespace {

class ExplanationWriter {
 public:
  ExplanationWriter(json::Writer& out, const Explanation& of, const Scorer& scorer, const Say& say)
      : out_(out), of_(of), scorer_(scorer), catalogue_(scorer.catalogue()), say_(say) {}

  void members() {
    out_.member("score", of_.score).member("raw", of_.raw);
    parts();
    out_.key("why_not").array();
    if (of_.closed) {
      out_.object();
      reason_members("why_not", *of_.closed);
      out_.end();
    }
    for (size_t i = 0; i < kBarCount; ++i)
      if (of_.bars >> i & 1) code_alone("why_not", name_of(static_cast<Bar>(i)));
    out_.end();
    if (of_.distance != kNoDistance) out_.member("distance_hectometres", of_.distance);
    reasons("for", of_.in_favour);
    reasons("against", of_.against);
    out_.key("missing").array();
    for (const auto what : of_.missing) code_alone("missing", what);
    out_.end();
    changes();
    out_.member("weights_version", scorer_.weights().version());
    out_.member("referential_version", catalogue_.version());
    out_.member("day", format_day(scorer_.today()));
  }

 private:
  void reason_members(std::string_view kind, const Reason& reason) {
    out_.member("code", reason.code);
    if (say_) out_.member("text", say_(kind, reason));
    argument_members(reason);
  }
  // The sentence says what the change is worth; the code's own arguments do not.
  void change_members(const Change& change) {
    out_.member("code", change.what.code);
    if (say_) {
      Reason said = change.what;
      said.args.emplace_back("gain", int64_t{change.gain});
      said.args.emplace_back("opens", change.opens ? "yes" : "no");
      out_.member("text", say_("change", said));
    }
    argument_members(change.what);
  }
  void argument_members(const Reason& reason) {
    out_.key("args").object();
    for (const auto& [name, value] : reason.args)
      std::visit([&, key = name](const auto& v) { out_.member(key, v); }, value);
    out_.end();
    if (reason.items.empty()) return;
    out_.key("items").array();
    for (const auto item : reason.items)
      out_.object()
          .member("code", catalogue_.items()[item].code)
          .member("label", catalogue_.items()[item].label)
          .end();
    out_.end();
  }
  void code_alone(std::string_view kind, std::string_view code) {
    out_.object().member("code", code);
    if (say_) out_.member("text", say_(kind, {code, {}, {}}));
    out_.end();
  }
  void reasons(std::string_view name, const std::vector<Reason>& list) {
    out_.key(name).array();
    for (const auto& reason : list) {
      out_.object();
      reason_members(name, reason);
      out_.end();
    }
    out_.end();
  }
  void parts() {
    out_.key("parts").array();
    for (size_t i = 0; i < kPartCount; ++i)
      out_.object()
          .member("part", name_of(static_cast<Part>(i)))
          .member("points", of_.points[i])
          .member("of", scorer_.weights().parts[i])
          .member("share", of_.shares.parts[i])
          .end();
    out_.end().key("skills").object();
    out_.member("offer", of_.shares.own_skills);
    out_.member("occupation", of_.shares.occupation_skills);
    out_.end().key("wishes").object();
    for (size_t i = 0; i < kWishCount; ++i)
      if (scorer_.stated(static_cast<Wish>(i)))
        out_.member(name_of(static_cast<Wish>(i)), of_.shares.wishes[i]);
    out_.end();
  }
  void changes() {
    out_.key("what_would_change_it").array();
    for (const auto& change : of_.changes) {
      out_.object();
      change_members(change);
      out_.member("gain", change.gain).member("score", change.score);
      if (change.opens) out_.member("opens", true);
      out_.end();
    }
    out_.end();
  }

  json::Writer& out_;
  const Explanation& of_;
  const Scorer& scorer_;
  const Catalogue& catalogue_;
  const Say& say_;
};

}  // namespace

void write_explanation_members(json::Writer& out, const Explanation& explanation,
                               const Scorer& scorer, const Say& say) {
  ExplanationWriter(out, explanation, scorer, say).members();
}

void write_explanation(json::Writer& out, const Explanation& explanation, const Scorer& scorer) {
  out.object();
  write_explanation_members(out, explanation, scorer);
  out.end();
}

}  // namespace aksis::matching
