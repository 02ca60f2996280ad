#include <cmath>

#include "evaluation.hpp"
#include "handle.hpp"
#include "report_json.hpp"
#include "title_file.hpp"

namespace aksis::competences {

namespace {

// Items named of each side of a bridge; the counts are whole.
constexpr size_t kBridgeItemsShown = 15;

// More digits than that say nothing.
double thousandths(double value) {
  return std::round(value * 1000) / 1000;
}

void write_items(json::Writer& out, const Referential& r, std::string_view key,
                 const std::vector<BridgeItem>& items) {
  out.key(key).object().member("count", items.size()).key("first").array();
  for (size_t i = 0; i < std::min(items.size(), kBridgeItemsShown); ++i) {
    const Item& item = r.item(items[i].item);
    out.object().member("code", r.text(item.code)).member("label", r.text(item.label));
    out.member("kind", name(item.kind)).member("core", items[i].core == Core::core).end();
  }
  out.end().end();
}

void write_bridge(json::Writer& out, const Referential& r, const Request& request,
                  const Bridge& bridge) {
  out.object().key("target");
  write_occupation(out, r, bridge.target);
  out.member("score", thousandths(bridge.score)).member("coverage", thousandths(bridge.coverage));
  write_items(out, r, "shared", bridge.shared);
  write_items(out, r, "missing", bridge.missing);
  out.member("crosses_sector", bridge.crosses_sector).key("new_sectors").array();
  for (const Index sector : bridge.new_sectors) out.value(r.text(r.categories()[sector].label));
  out.end();
  out.key("official_rank");
  if (bridge.official_rank > 0)
    out.value(bridge.official_rank);
  else
    out.null();
  out.key("reasons").array();
  for (const Reason& reason : bridge.reasons) {
    // Without a sector to name, the domains were compared.
    const bool domains = reason.key == "bridge.other_sector" && bridge.new_sectors.empty();
    out.value(sentence(request, domains ? Reason{"bridge.other_domain", {}} : reason));
  }
  out.end().end();
}

Status bridges_handler(Service&, const Snapshot& snapshot, Request& request) {
  const Referential& r = snapshot.referential;
  const auto& input = request.input();
  AKSIS_ASSIGN(source, occupation_of(r, json::text(input, "code")));
  AKSIS_ASSIGN(bridges, snapshot.bridges([&] { return request.cancelled(); }));
  const auto limit = static_cast<size_t>(json::integer(input, "limit", 20));
  json::Writer out;
  out.object().key("source");
  write_occupation(out, r, source);
  out.key("results").array();
  for (const Bridge& bridge : bridges->from(r, source, limit))
    write_bridge(out, r, request, bridge);
  return request.respond(out.end().end().text());
}

Status titles_handler(Service&, const Snapshot& snapshot, Request& request) {
  const Referential& r = snapshot.referential;
  const auto& input = request.input();
  const auto limit = static_cast<size_t>(json::integer(input, "limit", 5));
  json::Writer out;
  out.object().key("results").array();
  for (const TitleGuess& guess : snapshot.titles().guess(json::text(input, "q"), limit)) {
    out.object().key("occupation");
    write_occupation(out, r, guess.occupation);
    if (guess.appellation != kNone) {
      const Appellation& appellation = r.appellation(guess.appellation);
      out.key("appellation").object().member("code", r.text(appellation.code));
      out.member("label", r.text(appellation.label)).end();
    }
    out.member("score", guess.score).member("confidence", guess.confidence).end();
  }
  return request.respond(out.end().end().text());
}

void write_quality(json::Writer& out, std::string_view key, const RankingQuality& quality) {
  out.key(key).object().member("recall_at_10", quality.recall_at_10);
  out.member("hit_at_1", quality.hit_at_1).member("map_at_100", quality.average_precision).end();
}

Folds folds_of(std::string_view name) {
  if (name == "five_sources") return Folds::five_sources;
  if (name == "five_parents") return Folds::five_parents;
  return Folds::each_source;
}

Status evaluate_bridges_handler(Service&, const Snapshot& snapshot, Request& request) {
  const Referential& r = snapshot.referential;
  const auto stop = [&] { return request.cancelled(); };
  AKSIS_ASSIGN(bridges, snapshot.bridges(stop));
  const auto folds = json::text(request.input(), "folds", "each_source");
  AKSIS_ASSIGN(report, evaluate_bridges(
                           r, *bridges, folds_of(folds),
                           [&](size_t done, size_t total) {
                             request.progress(static_cast<int64_t>(done),
                                              static_cast<int64_t>(total));
                           },
                           stop));
  json::Writer out;
  out.object().member("referential", r.version()).member("folds", folds);
  out.member("sources", report.sources.size());
  out.key("all").object();
  write_quality(out, "learnt", report.learnt);
  write_quality(out, "content", report.content);
  write_quality(out, "floor", report.floor);
  out.end().key("held_out").object();
  write_quality(out, "learnt", report.learnt_held_out);
  write_quality(out, "content", report.content_held_out);
  write_quality(out, "floor", report.floor_held_out);
  return request.respond(out.end().end().text());
}

void write_quality(json::Writer& out, std::string_view key, const TitleQuality& quality) {
  out.key(key).object().member("titles", quality.titles);
  out.member("occupations", quality.occupations);
  out.member("macro_hit_at_1", quality.hit_at_1).member("macro_hit_at_5", quality.hit_at_5);
  out.member("hit_at_1", quality.plain_hit_at_1).member("hit_at_5", quality.plain_hit_at_5).end();
}

Status evaluate_titles_handler(Service&, const Snapshot& snapshot, Request& request) {
  const auto& input = request.input();
  AKSIS_ASSIGN(file, read_source_file(std::string(json::text(input, "path"))));
  Issues issues;
  AKSIS_ASSIGN(truth, read_titles(std::move(file), issues));
  const bool learn = json::boolean(input, "learn");
  if (learn && truth.size() > kLearntTitlesMax)
    return said(Code::too_large,
                "the file holds more than " + std::to_string(kLearntTitlesMax) +
                    " titles, the most that are learnt from; give a part of them",
                "Le fichier contient plus de " + std::to_string(kLearntTitlesMax) +
                    " intitulés, le maximum ; donnez-en une partie.");
  AKSIS_ASSIGN(report, evaluate_titles(
                           snapshot.referential, truth, learn,
                           [&](size_t done, size_t total) {
                             request.progress(static_cast<int64_t>(done),
                                              static_cast<int64_t>(total));
                           },
                           [&] { return request.cancelled(); }));
  json::Writer out;
  out.object().member("referential", snapshot.referential.version()).member("learn", learn);
  out.member("rows", truth.size()).member("unknown_codes", report.unknown_codes);
  write_quality(out, "all", report.all);
  write_quality(out, "held_out", report.held_out);
  write_quality(out, "development", report.development);
  out.key("reliability").array();
  for (const ReliabilityBin& bin : report.reliability) {
    out.object().member("from", bin.from).member("to", bin.to).member("titles", bin.titles);
    out.member("confidence", bin.confidence).member("right", bin.right).end();
  }
  out.end().key("issues");
  write_issues(out, issues, request.language());
  return request.respond(out.end().text());
}

}  // namespace

void bind_bridges(Service& service) {
  Host& host = service.host;
  host.bind("competences.bridges", with_snapshot(service, bridges_handler));
  host.bind("competences.title", with_snapshot(service, titles_handler));
  host.bind("competences.evaluate_bridges", with_snapshot(service, evaluate_bridges_handler));
  host.bind("competences.evaluate_titles", with_snapshot(service, evaluate_titles_handler));
}

}  // namespace aksis::competences
