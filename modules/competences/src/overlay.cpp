#include "overlay.hpp"

#include <algorithm>
#include <map>

namespace aksis::competences {

double usual_weight(Core core) {
  constexpr double kCoreWeight = 2;
  constexpr double kEmergingWeight = 1.5;
  return core == Core::core ? kCoreWeight : core == Core::emerging ? kEmergingWeight : 1;
}

bool applies(const Overlay& overlay, const OverlayScope& scope) {
  if (!overlay.sector.empty() && overlay.sector != scope.sector) return false;
  if (!overlay.territory.empty() && overlay.territory != scope.territory) return false;
  if (!overlay.valid_from.empty() && scope.today < overlay.valid_from) return false;
  return overlay.valid_until.empty() || scope.today <= overlay.valid_until;
}

void add_own_skills(ReferentialBuilder& builder, const Overlay& overlay, Index overlay_number) {
  for (const OwnSkill& skill : overlay.skills) {
    Item item;
    item.code = builder.store(skill.code);
    item.label = builder.store(skill.label);
    item.definition = builder.store(skill.definition);
    item.kind = skill.kind;
    item.overlay = overlay_number;
    if (!skill.macro.empty()) item.macro = builder.find_item(skill.macro);
    builder.add(item);
  }
}

std::vector<Requirement> requirements(const Referential& r, Index occupation,
                                      std::span<const Overlay* const> overlays) {
  std::map<Index, Requirement> by_item;
  for (const ItemLink& link : r.items_of(occupation))
    if (r.item(link.item).kind != ItemKind::context)
      by_item[link.item] = {link.item, link.core, usual_weight(link.core), 0, {}};
  const auto code = r.text(r.occupation(occupation).code);
  for (const Overlay* overlay : overlays) {
    for (const OverlayLink& link : overlay->links) {
      if (link.rome_code != code) continue;
      const Index item = r.find_item(link.item);
      if (item == kNone) continue;
      if (link.weight == 0)
        by_item.erase(item);
      else
        by_item[item] = {item, link.core, usual_weight(link.core) * link.weight, 0, overlay->id};
    }
  }
  std::vector<Requirement> out;
  for (const auto& [item, requirement] : by_item) out.push_back(requirement);
  return out;
}

}  // namespace aksis::competences
