// Week and month as a grid, by FullCalendar: loaded when somebody asks for it, since the list
// says all of it.
import own from 'css:./calendar.css';
import skeleton from 'css:fullcalendar/skeleton.css';
import theme from 'css:fullcalendar/themes/classic/theme.css';
import { Calendar } from 'fullcalendar';
import dayGrid from 'fullcalendar/daygrid';
import french from 'fullcalendar/locales/fr';
import classic from 'fullcalendar/themes/classic';
import timeGrid from 'fullcalendar/timegrid';

import { locale } from '../core/i18n.js';
import { loadStyle } from '../core/style.js';

/** @returns {Promise<{set(view: string, day: Date, events: object[]): void, destroy(): void}>} */
export async function makeGrid(element, open) {
  for (const sheet of [skeleton, theme, own]) await loadStyle(sheet);
  const calendar = new Calendar(element, {
    plugins: [dayGrid, timeGrid, classic],
    initialView: 'timeGridWeek',
    headerToolbar: false,
    locales: [french],
    locale: locale(),
    height: 'auto',
    allDaySlot: true,
    slotMinTime: '07:00',
    slotMaxTime: '20:00',
    nowIndicator: true,
    firstDay: 1,
    weekends: false,
    eventClick: (info) => {
      info.jsEvent.preventDefault();
      open(info.event.id);
    },
  });
  calendar.render();
  return {
    set(view, day, events) {
      calendar.changeView(view === 'month' ? 'dayGridMonth' : 'timeGridWeek', day);
      calendar.removeAllEvents();
      // Nobody works at weekends, until something is planned on one.
      calendar.setOption(
        'weekends',
        events.some((it) => [0, 6].includes(new Date(it.start).getDay())),
      );
      for (const it of events)
        calendar.addEvent({
          id: String(it.id),
          title: it.title,
          start: it.start,
          end: it.end,
          url: it.href,
          allDay: !/T/.test(it.start),
        });
    },
    destroy: () => calendar.destroy(),
  };
}
