#include "store_imports.hpp"

#include <aksis/cpp/fold.hpp>

#include "rome_values.hpp"

namespace aksis::competences {

Status store_overlay(VersionWriter& writer, const Overlay& overlay) {
  AKSIS_TRY(writer.rows(
      "skl_overlay(ref, overlay, label, sector, territory, valid_from, valid_until)", 1,
      [&](size_t, Parameters& row) {
        row.insert(row.end(), {overlay.id, overlay.label, overlay.sector, overlay.territory,
                               overlay.valid_from, overlay.valid_until});
      }));
  AKSIS_TRY(writer.rows("skl_overlay_skill(ref, code, kind, label, definition, macro)",
                        overlay.skills.size(), [&](size_t i, Parameters& row) {
                          const OwnSkill& skill = overlay.skills[i];
                          row.insert(row.end(),
                                     {skill.code, name(skill.kind), skill.label, skill.definition,
                                      skill.macro.empty() ? Parameter() : Parameter(skill.macro)});
                        }));
  return writer.rows("skl_overlay_link(ref, rome_code, item, weight, core)", overlay.links.size(),
                     [&](size_t i, Parameters& row) {
                       const OverlayLink& link = overlay.links[i];
                       row.insert(row.end(), {link.rome_code, link.item, link.weight,
                                              static_cast<int64_t>(link.core)});
                     });
}

Result<std::vector<Overlay>> load_overlays(Host& host) {
  std::vector<Overlay> out;
  AKSIS_TRY(host.read([&](Tx& tx) -> Status {
    std::vector<int64_t> refs;
    AKSIS_TRY(tx.query(
        "SELECT o.ref, o.overlay, v.version, o.label, o.sector, o.territory, o.valid_from, "
        "o.valid_until FROM skl_overlay o JOIN skl_active a ON a.ref = o.ref "
        "JOIN skl_version v ON v.ref = o.ref ORDER BY o.overlay, o.ref",
        {}, [&](const Columns& row) {
          refs.push_back(row.integer(0));
          out.push_back({row.string(1),
                         row.string(2),
                         row.string(3),
                         row.string(4),
                         row.string(5),
                         row.string(6),
                         row.string(7),
                         {},
                         {}});
        }));
    for (size_t i = 0; i < refs.size(); ++i) {
      AKSIS_TRY(
          tx.query("SELECT code, label, definition, kind, macro FROM skl_overlay_skill "
                   "WHERE ref = $1 ORDER BY code",
                   {refs[i]}, [&](const Columns& row) {
                     out[i].skills.push_back({row.string(0), row.string(1), row.string(2),
                                              item_kind(row.text(3)), row.string(4)});
                   }));
      AKSIS_TRY(
          tx.query("SELECT rome_code, item, weight, core FROM skl_overlay_link "
                   "WHERE ref = $1 ORDER BY rome_code, item",
                   {refs[i]}, [&](const Columns& row) {
                     out[i].links.push_back({row.string(0), row.string(1), row.real(2),
                                             static_cast<Core>(row.integer(3))});
                   }));
    }
    return {};
  }));
  return out;
}

Status store_trainings(VersionWriter& writer, const std::vector<Certification>& certifications) {
  std::vector<std::string> codes;
  for (const Certification& one : certifications) {
    std::string joined;
    for (const auto& code : one.rome_codes) joined += (joined.empty() ? "" : " ") + code;
    codes.push_back(std::move(joined));
  }
  return writer.rows(
      "skl_certification(ref, rncp, label, level, kind, ends_on, active, rome_codes)",
      certifications.size(), [&](size_t i, Parameters& row) {
        const Certification& one = certifications[i];
        row.insert(row.end(), {one.rncp, one.label, one.level, one.kind, one.ends_on,
                               static_cast<int64_t>(one.active), codes[i]});
      });
}

Result<std::vector<Certification>> load_trainings(Host& host) {
  std::vector<Certification> out;
  AKSIS_TRY(host.read([&](Tx& tx) {
    return tx.query(
        "SELECT c.rncp, c.label, c.level, c.kind, c.ends_on, c.active, c.rome_codes "
        "FROM skl_certification c JOIN skl_active a ON a.subject = 'trainings' AND a.ref = c.ref "
        "ORDER BY c.rncp",
        {}, [&](const Columns& row) {
          Certification one{row.string(0),
                            row.string(1),
                            row.string(2),
                            row.string(3),
                            row.string(4),
                            row.integer(5) != 0,
                            {}};
          for (const auto code : words(row.text(6))) one.rome_codes.emplace_back(code);
          out.push_back(std::move(one));
        });
  }));
  return out;
}

}  // namespace aksis::competences
