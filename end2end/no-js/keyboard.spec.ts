// Whole journeys by keyboard alone, without JavaScript.
import { claimByKeyboard, leadByKeyboard } from '../support/journeys';
import { addPerson } from '../support/portal';
import { test } from '../support/test';

test('a lead by keyboard alone', async ({ page }) => leadByKeyboard(page, false));

test('a clerk claims a report by keyboard alone', async ({ page }) => claimByKeyboard(page, addPerson('triage')));
