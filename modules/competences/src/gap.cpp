#include "gap.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace aksis::competences {

namespace {

struct Near {
  Index item = kNone;
  double credit = 0;
};

double share(int level, int wanted) {
  return std::min(1.0, static_cast<double>(level) / wanted);
}

// The best that skills around `item` in the tree are worth for it.
Near near_credit(const Referential& r, Index item, int wanted, const Holdings& holdings) {
  Near best;
  const auto consider = [&](Index other, double factor) {
    if (other == item) return;
    const Held* held = holdings.find(other);
    if (!held || held->level == 0) return;
    const double credit = factor * share(held->level, wanted);
    if (credit > best.credit) best = {other, credit};
  };
  const Item& self = r.item(item);
  if (self.kind == ItemKind::macro || self.kind == ItemKind::soft_skill)
    for (const Index below : r.skills_of_macro(item)) consider(below, kMacroCredit);
  if (self.macro != kNone) {
    consider(self.macro, kMacroCredit);
    for (const Index sibling : r.skills_of_macro(self.macro)) consider(sibling, kSiblingCredit);
  }
  return best;
}

Reason reason_for(const Referential& r, const GapLine& line, const Held* held) {
  const std::string label(r.text(r.item(line.item).label));
  const Reason::Value level = static_cast<int64_t>(line.level);
  const Reason::Value wanted = static_cast<int64_t>(line.wanted);
  if (line.state == GapState::held)
    return {"gap.held", {{"skill", label}, {"level", level}, {"wanted", wanted}}};
  if (held && held->expired_level > 0)
    return {"gap.expired",
            {{"skill", label},
             {"date", held->expires_on},
             {"level", static_cast<int64_t>(held->expired_level)}}};
  if (line.state == GapState::strengthen)
    return {"gap.strengthen", {{"skill", label}, {"level", level}, {"wanted", wanted}}};
  const bool core = line.core == Core::core;
  if (line.through != kNone)
    return {core ? "gap.near_core" : "gap.near",
            {{"skill", label}, {"near", std::string(r.text(r.item(line.through).label))}}};
  return {core ? "gap.missing_core" : "gap.missing", {{"skill", label}, {"wanted", wanted}}};
}

GapLine line_of(const Referential& r, const Requirement& requirement, const Holdings& holdings) {
  GapLine line;
  line.item = requirement.item;
  line.core = requirement.core;
  line.weight = requirement.weight;
  line.wanted = requirement.level;
  if (line.wanted <= 0) line.wanted = line.core == Core::core ? kCoreLevel : kOtherLevel;
  const Held* held = holdings.find(line.item);
  line.level = held ? held->level : 0;
  if (line.level >= line.wanted) {
    line.state = GapState::held;
    line.credit = 1;
  } else {
    const bool some = line.level > 0 || (held && held->expired_level > 0);
    line.state = some ? GapState::strengthen : GapState::missing;
    line.credit = share(line.level, line.wanted);
    const Near near = near_credit(r, line.item, line.wanted, holdings);
    if (near.credit > line.credit) {
      line.credit = near.credit;
      line.through = near.item;
    }
  }
  line.reason = reason_for(r, line, held);
  return line;
}

}  // namespace

std::string_view name(GapState state) {
  constexpr std::array<std::string_view, 3> kNames = {"missing", "strengthen", "held"};
  return kNames[static_cast<size_t>(state)];
}

Gap gap(const Referential& r, std::span<const Requirement> wanted, const Holdings& holdings) {
  Gap out;
  double earned = 0, total = 0;
  for (const Requirement& requirement : wanted) {
    GapLine line = line_of(r, requirement, holdings);
    earned += line.weight * line.credit;
    total += line.weight;
    ++(line.state == GapState::held         ? out.held
       : line.state == GapState::strengthen ? out.strengthen
                                            : out.missing);
    out.lines.push_back(std::move(line));
  }
  out.coverage = total > 0 ? earned / total : 1;
  std::stable_sort(out.lines.begin(), out.lines.end(), [](const GapLine& a, const GapLine& b) {
    if (a.state != b.state) return a.state < b.state;
    if (a.weight != b.weight) return a.weight > b.weight;
    return a.item < b.item;
  });
  return out;
}

std::vector<Requirement> requirements_of(const Referential& r,
                                         std::span<const std::string> required,
                                         std::span<const std::string> wished,
                                         std::vector<std::string>& unknown) {
  std::vector<Requirement> out;
  std::set<Index> seen;
  const auto add = [&](std::span<const std::string> codes, Core core) {
    for (const std::string& code : codes) {
      const Index item = r.find_item(code);
      if (item == kNone)
        unknown.push_back(code);
      else if (seen.insert(item).second)
        out.push_back({item, core, usual_weight(core), 0, {}});
    }
  };
  add(required, Core::core);
  add(wished, Core::no);
  return out;
}

}  // namespace aksis::competences
