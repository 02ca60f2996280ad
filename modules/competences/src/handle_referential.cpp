#include "handle.hpp"
#include "label_index.hpp"

namespace aksis::competences {

namespace {

constexpr std::string_view kFlags[] = {"unknown", "no", "yes"};
constexpr std::string_view kEco[] = {"unknown", "white", "green", "brown", "strategic"};
constexpr std::string_view kCores[] = {"no", "core", "emerging"};
constexpr std::string_view kSchemes[] = {"sector", "naf", "interest", "theme"};

template <typename Enum, size_t N>
std::string_view word(const std::string_view (&words)[N], Enum value) {
  const auto i = static_cast<size_t>(value);
  return words[i < N ? i : 0];
}

std::string letters(Riasec riasec) {
  std::string out;
  if (riasec.major) out += riasec.major;
  if (riasec.minor) out += riasec.minor;
  return out;
}

size_t limit_of(const json::Value& input) {
  return static_cast<size_t>(json::integer(input, "limit", 20));
}

Status search_titles(Service&, const Snapshot& snapshot, Request& request) {
  const Referential& r = snapshot.referential;
  const auto& input = request.input();
  json::Writer out;
  out.object().key("results").array();
  for (const auto& found : snapshot.search().titles(json::text(input, "q"), limit_of(input))) {
    const Occupation& occupation = r.occupation(found.occupation);
    const bool named = found.appellation != kNone;
    out.object().member("kind", named ? "appellation" : "occupation");
    out.member("rome_code", r.text(occupation.code));
    out.member("label", r.text(named ? r.appellation(found.appellation).label : occupation.label));
    out.member("occupation", r.text(occupation.label));
    if (named) out.member("appellation", r.text(r.appellation(found.appellation).code));
    out.member("match", name(found.match)).end();
  }
  return request.respond(out.end().end().text());
}

Status search_items(Service&, const Snapshot& snapshot, Request& request) {
  const Referential& r = snapshot.referential;
  const auto& input = request.input();
  const auto kind = json::text(input, "kind");
  const size_t limit = limit_of(input);
  // Of one kind: more is searched, then sifted.
  constexpr size_t kSifted = 20;
  json::Writer out;
  out.object().key("results").array();
  size_t given = 0;
  for (const auto& found :
       snapshot.search().items(json::text(input, "q"), kind.empty() ? limit : limit * kSifted)) {
    const Item& item = r.item(found.item);
    if (!kind.empty() && name(item.kind) != kind) continue;
    out.object().member("code", r.text(item.code)).member("label", r.text(item.label));
    out.member("kind", name(item.kind));
    if (item.macro != kNone) {
      out.key("macro");
      write_item(out, r, item.macro);
    }
    out.member("occupations", r.occupations_of(found.item).size());
    out.member("match", name(found.match)).end();
    if (++given == limit) break;
  }
  return request.respond(out.end().end().text());
}

void write_categories(json::Writer& out, const Referential& r, Index occupation) {
  out.key("categories").array();
  for (const CategoryLink& link : r.categories_of(occupation)) {
    const Category& category = r.categories()[link.category];
    out.object().member("scheme", word(kSchemes, category.scheme));
    out.member("code", r.text(category.code)).member("label", r.text(category.label));
    if (category.parent != kNone)
      out.member("parent", r.text(r.categories()[category.parent].code));
    out.member("principal", link.principal).end();
  }
  out.end();
}

void write_items(json::Writer& out, const Referential& r, Index occupation,
                 const std::vector<Requirement>& wanted) {
  out.key("items").array();
  for (const Requirement& one : wanted) {
    const Item& item = r.item(one.item);
    out.object().member("code", r.text(item.code)).member("label", r.text(item.label));
    out.member("kind", name(item.kind)).member("category", r.text(item.category));
    out.member("core", word(kCores, one.core)).member("weight", one.weight);
    if (item.macro != kNone) out.member("macro", r.text(r.item(item.macro).code));
    if (!one.overlay.empty()) out.member("overlay", one.overlay);
    out.end();
  }
  out.end().key("contexts").array();
  for (const ItemLink& link : r.items_of(occupation))
    if (r.item(link.item).kind == ItemKind::context) {
      const Item& item = r.item(link.item);
      out.object().member("code", r.text(item.code)).member("label", r.text(item.label));
      out.member("type", r.text(item.category)).end();
    }
  out.end();
}

void write_neighbours(json::Writer& out, const Referential& r, Index occupation) {
  out.key("appellations").array();
  for (const Appellation& one : r.appellations_of(occupation)) {
    out.object().member("code", r.text(one.code)).member("label", r.text(one.label));
    out.member("principal", one.principal).member("rarely_used", one.rarely_used).end();
  }
  out.end().key("mobility").array();
  for (const Move& move : r.mobility_of(occupation)) {
    const Occupation& target = r.occupation(move.occupation);
    out.object().member("rome_code", r.text(target.code)).member("label", r.text(target.label));
    out.member("rank", move.rank).end();
  }
  out.end();
}

Status read_occupation(Service&, const Snapshot& snapshot, Request& request) {
  const Referential& r = snapshot.referential;
  const auto& input = request.input();
  AKSIS_ASSIGN(at, occupation_of(r, json::text(input, "code")));
  const Occupation& occupation = r.occupation(at);
  json::Writer out;
  out.object().member("rome_code", r.text(occupation.code));
  out.member("label", r.text(occupation.label));
  out.member("definition", r.text(occupation.definition))
      .member("access", r.text(occupation.access));
  out.member("parent_code", r.text(occupation.parent_code));
  out.member("riasec", letters(occupation.riasec));
  out.member("ecological_transition", word(kEco, occupation.eco));
  out.member("digital_transition", word(kFlags, occupation.digital));
  out.member("demographic_transition", word(kFlags, occupation.demographic));
  out.member("regulated", word(kFlags, occupation.regulated));
  out.member("manager", word(kFlags, occupation.manager));
  out.key("domains").array();
  for (Index d = occupation.domain; d != kNone; d = r.domains()[d].parent) {
    const Domain& domain = r.domains()[d];
    out.object().member("code", r.text(domain.code)).member("label", r.text(domain.label)).end();
  }
  out.end();
  const auto overlays =
      snapshot.overlays_for(json::text(input, "sector"), json::text(input, "territory"));
  write_items(out, r, at, requirements(r, at, overlays));
  write_categories(out, r, at);
  write_neighbours(out, r, at);
  return request.respond(out.end().text());
}

Status list_overlays(Service&, const Snapshot& snapshot, Request& request) {
  json::Writer out;
  out.object().key("results").array();
  for (const Overlay& overlay : snapshot.overlays) {
    out.object().member("overlay", overlay.id).member("version", overlay.version);
    out.member("label", overlay.label).member("sector", overlay.sector);
    out.member("territory", overlay.territory).member("valid_from", overlay.valid_from);
    out.member("valid_until", overlay.valid_until).member("skills", overlay.skills.size());
    out.member("links", overlay.links.size()).end();
  }
  return request.respond(out.end().end().text());
}

Status referential_status(Service& service, Request& request) {
  AKSIS_ASSIGN(snapshot, service.snapshots.find());
  json::Writer out;
  out.object().member("imported", snapshot != nullptr);
  if (snapshot) {
    const Referential& r = snapshot->referential;
    out.member("version", r.version()).member("memory_bytes", r.memory_bytes());
    out.key("counts").object().member("occupations", r.occupations().size());
    out.member("appellations", r.appellations().size()).member("items", r.items().size());
    out.member("categories", r.categories().size()).end();
  }
  out.key("imports").array();
  AKSIS_TRY(service.host.read([&](Tx& tx) {
    return tx.query(
        "SELECT a.subject, v.version, v.imported_at, v.report FROM skl_active a "
        "JOIN skl_version v ON v.ref = a.ref ORDER BY a.subject",
        {}, [&](const Columns& row) {
          out.object().member("subject", row.text(0)).member("version", row.text(1));
          out.member("imported_at", row.integer(2)).key("report").raw(row.text(3)).end();
        });
  }));
  return request.respond(out.end().end().text());
}

}  // namespace

void bind_referential(Service& service) {
  Host& host = service.host;
  host.bind("competences.search", with_snapshot(service, search_titles));
  host.bind("competences.skills.search", with_snapshot(service, search_items));
  host.bind("competences.occupation.read", with_snapshot(service, read_occupation));
  host.bind("competences.overlays.list", with_snapshot(service, list_overlays));
  host.bind("competences.referential.read",
            [&service](Request& request) { return referential_status(service, request); });
}

}  // namespace aksis::competences
