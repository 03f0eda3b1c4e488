"""Lessons for the XBlock workbench: what one sees of the block without a platform."""

from __future__ import annotations

SCENARIOS = [
    (
        "Training unit: who does what?",
        """<vertical_demo>
  <internship_unit display_name="Who does what?" minutes="15" pass_mark="50">
    <outcome>Distinguish the roles of student, mentor and university supervisor</outcome>
    <read id="why" title="Why roles matter">Students, mentors and supervisors often read each other's roles wrongly.

Ten minutes of sorting saves weeks of waiting for each other.</read>
    <sort id="roles" title="Sort the tasks">Who takes the first step?
      <pile id="mentor">Mentor</pile><pile id="supervisor">Supervisor</pile>
      <card id="week" pile="mentor" feedback="The mentor knows the days.">Plan the first week</card>
      <card id="grade" pile="supervisor" feedback="The university answers for the grade.">Set the grade</card>
    </sort>
    <choose id="first" title="The first day" multiple="false">What helps a student most on the first day?
      <option id="desk" correct="true" feedback="Former students name it first.">Somebody who expects them</option>
      <option id="rules" correct="false" feedback="Needed, but later in the week.">A folder of rules</option>
    </choose>
    <checklist id="ready" title="Are you ready?">Tick what is in place.<item id="desk">A place to work</item></checklist>
    <rewrite id="better" title="Say it better">Make this comment useful.<original>Good job.</original><model>When you
asked the customer what she needed, she relaxed. Next time, ask before you show.</model></rewrite>
    <commit id="mine" title="Your next step">What will you do before the student comes?</commit>
  </internship_unit>
</vertical_demo>""",
    ),
    (
        "Training unit: a scenario",
        """<vertical_demo>
  <internship_unit display_name="The first week" minutes="10">
    <outcome>Weigh what a busy first week costs the student, and you</outcome>
    <scenario id="first-week" title="The first week">You are the mentor of Nora, who is with you for eight weeks. Whatever
you choose, something comes of it. You can go back at any time and try another way.
      <situation id="monday" title="Monday, 8:10">Nora arrives ten minutes late and out of breath: the bus did not come. You
have a customer on the phone in five minutes, and the desk that should be hers is full of boxes.</situation>
      <choice id="listen" from="monday" to="call" feedback="You say in one sentence who the customer is and what he wants.
Nora sits beside you, takes notes, and forgets about the bus.">Take her along to the call and let her listen</choice>
      <choice id="handbook" from="monday" to="alone" feedback="She says that this is fine. The call takes an hour, and then
somebody stops you in the corridor.">Give her the staff handbook and promise to come back soon</choice>
      <choice id="colleague" from="monday" to="alone" feedback="Your colleague shows her the coffee machine, the printer and
the emergency exit, and has to go on to a meeting.">Ask a colleague to show her around meanwhile</choice>
      <situation id="call" title="Monday, 9:00">The call is over. “I understood about half of it”, says Nora. “Why did you
not tell him the price?” It is a good question. Your next meeting has begun already.</situation>
      <choice id="tonight" from="call" to="list" feedback="You find each other at half past three. Two of her questions make
you think. On Tuesday she begins on a task of her own.">Ask her to write down all her questions, and agree on a time
this afternoon</choice>
      <choice id="later" from="call" to="quiet" feedback="She nods. She does not ask again, and you do not notice.">Say that
she will understand when she has been here for a while</choice>
      <situation id="alone" title="Monday, 11:30">Nora sits at the corner of somebody else’s desk. She has read everything
that there was to read. “No, no, I am fine”, she says when you ask. It is nearly time for lunch.</situation>
      <choice id="lunch" from="alone" to="list" feedback="Two colleagues tell her what they do. One of them has a task that
she can begin on tomorrow.">Have lunch with her and two colleagues</choice>
      <choice id="tuesday" from="alone" to="quiet" feedback="Tuesday begins with an urgent order. You wave to each other
twice.">Promise her a proper start on Tuesday</choice>
      <situation id="list" title="Wednesday, 14:00, at her desk">Nora has checked forty addresses in the customer list.
Eleven of them are wrong now: she compared them with a list from last year, which somebody had left on the server. She
has not noticed, and she is pleased with how fast it went.</situation>
      <choice id="repair" from="list" to="same" feedback="It takes you until six. On Thursday you thank her for the
list.">Correct the eleven addresses yourself tonight</choice>
      <choice id="show" from="list" to="asks" feedback="She sees it at the second address. “Then all of those from last year
are wrong”, she says, and finds the other nine by herself.">Show her two of them and ask how she got there</choice>
      <situation id="quiet" title="Wednesday, 14:00, in the corridor">You have hardly seen Nora since Monday. She finished
what she had been given before noon and has told nobody. “Your student is on her phone”, says a colleague.</situation>
      <choice id="phone" from="quiet" to="call-in" feedback="She turns red and puts it away. For the rest of the day she
looks at the screen.">Tell her that phones are for the breaks</choice>
      <choice id="sit-down" from="quiet" to="asks" feedback="“I did not want to disturb you”, she says. You agree on a
quarter of an hour every morning, and on what she does when she has nothing to do.">Sit down with her and ask how her
days have been</choice>
      <situation id="asks" title="Friday, 15:30: she asks first" ending="true">Before she begins on the next task, Nora
comes to you with the file open: “Is this the newest one?” It takes you two minutes. The week has cost you about three
hours, and most of them come back next week.</situation>
      <situation id="same" title="Friday, 15:30: the same list" ending="true">Nora has done another forty addresses, with
the same list. She could not know. You stay late again, and what could have been a short talk on Wednesday has become
a long one.</situation>
      <situation id="call-in" title="Friday, 15:30: the university calls" ending="true">The supervisor is on the phone: Nora
has asked whether she can change to another place. “She says that she is only in the way.” You say that you had no
idea. It is true.</situation>
    </scenario>
  </internship_unit>
</vertical_demo>""",
    ),
    ("Training unit: empty", "<vertical_demo><internship_unit/></vertical_demo>"),
]
